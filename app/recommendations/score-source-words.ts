import type { ScoreSource } from "./recommendation";

/** Merchant-friendly name of a score's source; fits after "by". */
export const SCORE_SOURCE_WORDS: Readonly<Record<ScoreSource, string>> = {
  item_knn: "what the same customers bought",
  rp3_beta: "what is reached by way of customers alike",
  ease: "what all of a history says together",
  next_order: "what is bought next",
  content: "what is alike in words, price and vendor",
  popularity: "what sells best",
  trend: "what is on the rise",
  own_frequency: "what the customer buys often",
  own_recency: "what the customer bought lately",
  repeat_rate: "what is bought again by many",
  catalog: "the catalog, newest first",
  merchant: "your own rules",
};
