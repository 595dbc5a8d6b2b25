import LogisticRegression from "ml-logistic-regression";
import { Matrix } from "ml-matrix";
import { numberField, readTable } from "../../../backtest/readers/read-table";
import { respond, readTask } from "../../child";
import type { PeerResult } from "../measure-peer";

export interface LogisticTask {
  /** Features, and the label last. */
  readonly file: string;
}

/** The default; each step costs the same, so a few steps are enough. */
const ALL_STEPS = 50_000;
const STEPS = 25;

// Logistic regression by ml-logistic-regression, extrapolated from some of its steps.
const { file } = readTask() as LogisticTask;
const table = readTable(file);
const rows = Array.from(table.rows, (row) =>
  table.columns.map((_, column) => numberField(table, row, column)),
);
const features = new Matrix(rows.map((row) => row.slice(0, -1)));
const labels = Matrix.columnVector(rows.map((row) => row.at(-1)!));
const startMs = performance.now();
new LogisticRegression({ numSteps: STEPS }).train(features, labels);
respond({ ms: (performance.now() - startMs) * (ALL_STEPS / STEPS) } satisfies PeerResult);
