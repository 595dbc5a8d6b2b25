import { distanceToMaximum } from "../distance-to-maximum";
import { atMost } from "../goal";
import { writeLabeled } from "../generated-tables";
import { measureCall, type MeasuredCall } from "../measure-call";
import { measurePeer } from "../measure-peer";
import { writeMs } from "../peer-words";
import type { Figure, Study } from "../study";

const ROWS = 100_000;
const TASKS = [
  { columns: 1, what: "1 feature", ms: 30, scikit: "25 ms" },
  { columns: 20, what: "20 features", ms: 70, scikit: "34 ms" },
];

/** Features that separate buyers from others. */
export const logistic: Study = {
  rows: { 10: "logistic regression on 100,000 rows" },
  dataFile: null,
  async measure({ folder, repeats }) {
    const figures: Figure[] = [];
    const calls: MeasuredCall[] = [];
    for (const { columns, what, ms, scikit } of TASKS) {
      const { file, rows } = writeLabeled(folder, { rows: ROWS, columns });
      const call = await measureCall("logistic", { file, label: "label" }, repeats);
      calls.push(call);
      const theta = Float64Array.from({ length: columns + 1 }, (_, n) => call.number(`theta.${n}`));
      const peerMs = await measurePeer("logistic", { file }, 1);
      figures.push(
        {
          what: `${what}: the weights' distance from the maximum`,
          goal: atMost(0.001),
          measured: distanceToMaximum(rows, theta),
        },
        {
          what: `${what}: fit`,
          goal: atMost(ms, "ms"),
          measured: 1_000 * call.median("models.logistic.fitSeconds"),
          unit: "ms",
          peer: `scikit-learn ${scikit}; ml-logistic-regression here ${writeMs(peerMs)}, extrapolated from 25 of its 50,000 steps`,
        },
      );
    }
    return [
      {
        row: 10,
        calls,
        figures,
        tried:
          "Newton from a sample's answer and by its curvature, until what is left is small; slopes and curvature by SIMD on blocks of 128 rows.",
      },
    ];
  },
};
