import { atMost } from "../goal";
import { writePoints } from "../generated-tables";
import { measureCall, type MeasuredCall } from "../measure-call";
import { writeMs } from "../peer-words";
import type { Figure, Study } from "../study";

const NEIGHBORS = 10;
const TASKS = [
  { rows: 10_000, columns: 10, ms: 0.3 },
  { rows: 50_000, columns: 50, ms: 1 },
];

/** The most similar people, exactly. */
export const neighbors: Study = {
  rows: { 11: "exact neighbors of normal points, the nearest 10" },
  dataFile: null,
  async measure({ folder, repeats }) {
    const figures: Figure[] = [];
    const calls: MeasuredCall[] = [];
    for (const { rows, columns, ms } of TASKS) {
      const file = writePoints(folder, { rows, columns });
      const call = await measureCall("neighbors", { file, k: NEIGHBORS }, repeats);
      calls.push(call);
      const agree =
        call.text("models.mlKnn.checksum") === call.text("models.mlKnn.scanChecksum")
          ? "the same answers"
          : "OTHER ANSWERS";
      figures.push({
        what: `a query among ${rows.toLocaleString("en-GB")} × ${columns}`,
        goal: atMost(ms, "ms"),
        measured: call.median("models.scan.microsAQuery") / 1_000,
        unit: "ms",
        peer: `ml-knn here ${writeMs(call.median("models.mlKnn.microsAQuery") / 1_000)}, ${agree}`,
      });
    }
    return [
      {
        row: 11,
        calls,
        figures,
        tried: "single precision on SIMD first; among 50,000 × 50 a query reads 10 MB of memory.",
      },
    ];
  },
};
