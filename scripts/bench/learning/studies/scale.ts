import { atMost } from "../goal";
import { measureCall } from "../measure-call";
import type { Study } from "../study";

const SIZE = { users: 200_000, items: 100_000, interactions: 4_000_000 };

/** Fit time of item-kNN in a large shop, and response time of the blend. */
export const scale: Study = {
  rows: {
    2: "200,000 people, 100,000 products, 4 M interactions, 100 neighbors each",
    13: "100,000 products: the best 20 by the blend, with reasons",
  },
  dataFile: null,
  async measure({ repeats }) {
    const call = await measureCall("scale", SIZE, repeats);
    const prepareSeconds = call.median("models.itemKnn.prepareSeconds");
    return [
      {
        row: 2,
        calls: [call],
        figures: [
          {
            what: "fit on one core",
            goal: atMost(4, "s"),
            measured: prepareSeconds + call.median("models.itemKnn.trainSeconds"),
            unit: "s",
            peer: "implicit 10.7 s; the product of matrices alone in scipy 3.2 s",
          },
          {
            what: "fit by two workers",
            goal: atMost(2.2, "s"),
            measured: prepareSeconds + call.median("models.itemKnn.twoThreadsSeconds"),
            unit: "s",
          },
          {
            what: "memory of the process",
            goal: atMost(400, "MB"),
            measured: call.median("peakMb"),
            unit: "MB",
            peer: "implicit 1,194 MB",
          },
        ],
        tried:
          "a new column is counted without a branch, the best are found by bins of their leading bits, and the threads share the rows. What is left is memory: 155 M products of weights, each in a place of its own.",
      },
      {
        row: 13,
        calls: [call],
        p99Ms: call.median("models.blend.p99Micros") / 1_000,
        figures: [
          {
            what: "p99 of an answer",
            goal: atMost(1, "ms"),
            measured: call.median("models.blend.p99Micros") / 1_000,
            unit: "ms",
            peer: "implicit .49 ms without blend or reasons",
          },
        ],
        tried:
          "at the longest of histories a quarter of the time goes into the scores of item-kNN, a quarter into the reasons, the rest into one look at each of some thousands of candidates.",
      },
    ];
  },
};
