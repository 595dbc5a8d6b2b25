import type { BlendWeights, BlendedList } from "~/recommendations/blend";

/** The weights before those of several data sets: rounded means on Online Retail II, and judgment for the later models. */
export const FORMER_WEIGHTS: Readonly<Record<BlendedList, BlendWeights>> = {
  new_for_you: [
    { source: "item_knn", share: 0.4, log: 0.2 },
    { source: "rp3_beta", share: 0.6, log: 0 },
    { source: "ease", share: 0, log: 0 },
    { source: "transitions", share: 0.3, log: 0.3 },
    { source: "user_knn", share: 0.3, log: 0.3 },
    { source: "up_cf", share: 0, log: 0.1 },
    { source: "next_order", share: 0.3, log: 0.1 },
    { source: "content", share: 0.4, log: 0.1 },
    { source: "popularity", share: 0, log: 0 },
    { source: "trend", share: 0, log: 0.2 },
    { source: "long_term", share: 0, log: 0 },
  ],
  next_basket: [
    { source: "own_frequency", share: 1, log: 0.3 },
    { source: "own_recency", share: 0, log: 0.1 },
    { source: "repeat_rate", share: 0.5, log: 0.2 },
    { source: "up_cf", share: 1, log: 0.3 },
    { source: "item_knn", share: 0.3, log: 0.1 },
    { source: "rp3_beta", share: 0.3, log: 0.1 },
    { source: "ease", share: 0, log: 0 },
    { source: "transitions", share: 0.1, log: 0.1 },
    { source: "user_knn", share: 0.3, log: 0.1 },
    { source: "popularity", share: 0, log: 0.2 },
    { source: "trend", share: 0, log: 0.1 },
    { source: "long_term", share: 0, log: 0 },
  ],
  goes_with: [
    { source: "item_knn", share: 1.5, log: 0 },
    { source: "rp3_beta", share: 1.2, log: 0 },
    { source: "transitions", share: 0, log: 0 },
    { source: "next_order", share: 0, log: 0 },
    { source: "bought_together", share: 0.3, log: 0 },
    { source: "content", share: 0.7, log: 0 },
    { source: "popularity", share: 0.5, log: 0.2 },
  ],
  buy_again: [
    { source: "own_frequency", share: 0.4, log: 0.6 },
    { source: "own_recency", share: 0, log: 0 },
    { source: "repeat_rate", share: 0.5, log: 0.1 },
    { source: "up_cf", share: 0.5, log: 0.2 },
    { source: "popularity", share: 0, log: 0.3 },
    { source: "long_term", share: 0, log: 0 },
  ],
};
