import type { ListSource, RecommendationList } from "~/recommendations/recommendation";

/** Display names of the lists. */
export const LIST_TITLES: Readonly<Record<RecommendationList, string>> = {
  buy_again: "Buy again",
  new_for_you: "New for them",
  goes_with: "Goes with it",
  chosen_next: "Often chosen next",
};

export const LIST_DESCRIPTIONS: Readonly<Record<RecommendationList, string>> = {
  buy_again: "What they bought before and are likely to buy once more.",
  new_for_you: "What they never bought, by what they bought and looked at.",
  goes_with: "What the same customers buy beside it.",
  chosen_next: "What customers choose in the order after it.",
};

/** The source of a list's products when its own models had too few. */
export const SOURCE_WORDS: Readonly<Record<ListSource, string>> = {
  ...LIST_TITLES,
  alike: "what is like it",
  like_last_touched: "what is like the last product touched",
  category_best_sellers: "best sellers of the same type",
  store_best_sellers: "the store's best sellers",
  newest: "the newest products",
};
