import { expect, test } from "vitest";
import { goalsTable } from "../../../scripts/bench/learning/goals-table";
import type { MeasuredPart } from "../../../scripts/bench/learning/measured-part";

const beauty: MeasuredPart = {
  kind: "rows",
  rows: [
    {
      row: 1,
      description: "Amazon Beauty",
      figures: [
        { what: "HR@10", goal: "≥ 0.09", isMet: true, measured: 0.1071, peer: "SASRec .0848" },
        { what: "fit", goal: "≤ 1 s", isMet: false, measured: 2.1187, unit: "s" },
      ],
      cpuSeconds: 20.84,
      peakMb: 383.4,
      p99Ms: 25.861,
      tried: "one core.",
    },
  ],
};
const absent: MeasuredPart = {
  kind: "not measured",
  rows: [{ row: 14, description: "Yoochoose" }],
  why: "there is no file",
};

test("each figure has its goal, the earlier figure and what is measured; its row the cost", () => {
  const table = goalsTable([beauty], []);
  expect(table?.rows).toEqual([
    [
      "1. Amazon Beauty",
      "HR@10",
      "≥ 0.09",
      "0.09918",
      "0.1071",
      "met",
      "25.86 ms",
      "20.8 s",
      "383 MB",
      "SASRec .0848",
    ],
    ["", "fit", "≤ 1 s", "0.381 s", "2.119 s", "missed", "", "", "", ""],
  ]);
});

test("says what was tried for a missed goal, and what was not measured", () => {
  expect(goalsTable([absent, beauty], ["It took a minute."])?.notes).toEqual([
    "Missed in 1: one core.",
    "14. Yoochoose: not measured, there is no file.",
    "It took a minute.",
  ]);
});

test("a part with a table of its own needs no goals", () => {
  expect(goalsTable([], [])).toBeNull();
});
