import type { BlendWeights, BlendedList } from "../lists/blend";

export const SHOP_INDEPENDENT_WEIGHTS: Readonly<Record<BlendedList, BlendWeights>> = {
  new_for_you: [
    { source: "item_knn", share: 1, log: 0.3 },
    { source: "rp3_beta", share: 0.5, log: 0.2 },
    { source: "next_order", share: 0.5, log: 0.2 },
    { source: "content", share: 0.3, log: 0.1 },
    { source: "popularity", share: 0.5, log: 0.3 },
    { source: "trend", share: 0, log: 0.2 },
  ],
  goes_with: [
    { source: "item_knn", share: 1, log: 0.3 },
    { source: "rp3_beta", share: 0.5, log: 0.2 },
    { source: "next_order", share: 0.5, log: 0.2 },
    { source: "content", share: 0.3, log: 0.1 },
    { source: "popularity", share: 0.5, log: 0.3 },
  ],
  buy_again: [
    { source: "own_frequency", share: 1, log: 0.5 },
    { source: "own_recency", share: 0, log: 0.2 },
    { source: "repeat_rate", share: 1, log: 0.3 },
    { source: "popularity", share: 0, log: 0.1 },
  ],
};
