/**
 * The figures of commit 79223a8 by row, as its own report of 2026-11-26 printed them on the same kind of machine; the
 * memory of row 17 was measured on that commit later.
 */
const EARLIER: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  1: { "HR@10": "0.09918", "NDCG@10": "0.06359", fit: "0.381 s" },
  2: {
    "fit on one core": "2.418 s",
    "fit by two workers": "1.784 s",
    "memory of the process": "372.2 MB",
  },
  3: {
    "recall@10": "0.1472",
    "NDCG@10": "0.1314",
    "settings, fit and all answers": "0.861 s",
    "memory of the process": "262.6 MB",
  },
  4: {
    "r, alpha, a, b: the furthest from the published": "0.002817 %",
    "log likelihood: off the published": "0.0007933",
    "p, q, gamma: the furthest from the published": "0.0006581 %",
    "both fits": "28.16 ms",
    "correlation in the holdout": "0.6256",
    "mean absolute error in the holdout": "0.7855",
  },
  5: {
    "AUC at 2010-09-02": "0.7348",
    "calibration error at 2010-09-02, ten bins of equal count": "0.04768",
    "log loss at 2010-09-02": "0.5973",
  },
  6: {
    "Online Retail II, 2010-09-02, 3 orders or more, within 90 days: mean absolute error":
      "18.25 days",
  },
  7: {
    "capped recall@10, repeats included": "0.3847",
    "capped recall@10, new products only": "0.1296",
  },
  8: {
    "Qini × 1,000, womens email, visits": "3.242",
    "any email, visits: rank by": "response",
    "mens email, visits: rank by": "response",
    "any email, conversion: rank by": "not distinguishable",
  },
  9: {
    "item sets at 0.01": "333",
    "rules at 0.01 and 0.2": "231",
    "item sets at 0.001": "13492",
    "rules at 0.001 and 0.5": "5668",
  },
  10: {
    "1 feature: the weights' distance from the maximum": "3.37e-7",
    "1 feature: fit": "10.11 ms",
    "20 features: the weights' distance from the maximum": "1.595e-7",
    "20 features: fit": "29.71 ms",
  },
  11: {
    "a query among 10,000 × 10": "0.03638 ms",
    "a query among 50,000 × 50": "0.2876 ms",
  },
  12: { "all pairs": "0.4495 s" },
  13: { "p99 of an answer": "0.4283 ms" },
  14: { "HR@20": "0.7105", "MRR@20": "0.3115", "p99 of an answer": "0.1889 ms" },
  15: {
    "share of (best − mean) captured at 20,000 sends": "0.6815",
    "least lead over test-then-commit, 2,000 to 50,000 sends": "0.1019",
  },
  17: { "memory of the process": "1540 MB" },
};

/** Empty where that report has no such figure. */
export function earlierFigure(row: number, what: string): string {
  return EARLIER[row]?.[what] ?? "";
}
