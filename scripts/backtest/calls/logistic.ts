import { fitLogistic } from "~/ml/regression/logistic-regression";
import { numberOption, type Call } from "../call";
import { rejectInput } from "../readers/input-error";
import { findColumn, numberField, readTable } from "../readers/read-table";

/** Logistic regression on a numeric table, at the maximum of the likelihood. */
export const logistic: Call = {
  flags: { file: null, label: null, penalty: "0" },
  prepare(options) {
    const penalty = numberOption(options, "penalty");
    const { names, features, labels } = readRows(options.file!, options.label!);
    const width = names.length;
    return () => {
      const startMs = performance.now();
      const rows = { features, width, labels };
      const { theta, logLikelihood, standardErrors, converged } = fitLogistic(rows, penalty);
      const fitSeconds = (performance.now() - startMs) / 1000;
      const logLoss = -logLikelihood / labels.length;
      return {
        n: labels.length,
        models: { logistic: { logLoss, fitSeconds } },
        best: "logistic",
        more: {
          theta: [...theta],
          intervals: intervalsOf(["intercept", ...names], theta, standardErrors),
          logLoss,
          converged: converged ? "yes" : "no: the label is perfectly separable",
        },
      };
    };
  },
};

const NORMAL_95 = 1.959964;

/** Each weight with its 95% interval. */
export function intervalsOf(
  names: readonly string[],
  theta: Float64Array,
  standardErrors: Float64Array,
): Record<string, { theta: number; low: number; high: number }> {
  return Object.fromEntries(
    names.map((name, n) => {
      const reach = NORMAL_95 * standardErrors[n]!;
      return [name, { theta: theta[n]!, low: theta[n]! - reach, high: theta[n]! + reach }];
    }),
  );
}

function readRows(file: string, label: string) {
  const table = readTable(file);
  const labelColumn = findColumn(table, label);
  const columns = [...table.columns.keys()].filter((column) => column !== labelColumn);
  const features: number[] = [];
  const labels: number[] = [];
  for (const row of table.rows) {
    const value = numberField(table, row, labelColumn);
    if (value !== 0 && value !== 1) {
      rejectInput({ file, line: row.line, column: label }, `${value} is neither 0 nor 1.`);
    }
    labels.push(value);
    for (const column of columns) features.push(numberField(table, row, column));
  }
  if (labels.length === 0) rejectInput({ file }, "has no rows.");
  return {
    names: columns.map((column) => table.columns[column]!),
    features: Float64Array.from(features),
    labels: Float64Array.from(labels),
  };
}
