import type { RecommendationList } from "~/recommendations/recommendation";

/** Display names of the lists, for pages whose texts are not in the catalog yet. */
export const LIST_TITLES: Readonly<Record<RecommendationList, string>> = {
  buy_again: "Buy again",
  new_for_you: "New for the customer",
  goes_with: "Goes well with",
  chosen_next: "Often bought next",
};
