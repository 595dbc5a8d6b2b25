import type { TreatedRows } from "~/ml/experiments/uplift";
import { InputError, rejectInput } from "./input-error";
import { findColumn, readTable, type TableRow } from "./read-table";

/** Values of a text column that get a separate feature; others share the base. */
const MAX_LEVELS = 20;
/** Minimum people per variant, so that each quarter of the data has both. */
const MIN_ROWS_PER_LEVEL = 20;

export interface ExperimentFlags {
  readonly file: string;
  readonly variant: string;
  readonly treated: readonly string[];
  readonly control: string;
  readonly outcome: string;
  readonly ignore: readonly string[];
}

/**
 * The rows of two variants. Numeric columns become scaled features; text columns one feature per value. Rows of other
 * variants are skipped.
 *
 * @throws InputError when a column is missing, an outcome is neither 0 nor 1, or a variant is empty
 */
export function readExperiment(flags: ExperimentFlags): TreatedRows & { names: string[] } {
  const table = readTable(flags.file);
  const variant = findColumn(table, flags.variant);
  const outcome = findColumn(table, flags.outcome);
  const ignored = new Set([
    variant,
    outcome,
    ...flags.ignore.map((name) => findColumn(table, name)),
  ]);
  const rows: TableRow[] = [];
  const treated: number[] = [];
  const outcomes: number[] = [];
  for (const row of table.rows) {
    const isTreated = flags.treated.includes(row.fields[variant]!);
    const value = row.fields[outcome]!;
    if (value.trim() === "" || ![0, 1].includes(Number(value))) {
      rejectInput(
        { file: flags.file, line: row.line, column: flags.outcome },
        `${JSON.stringify(value)} is neither 0 nor 1.`,
      );
    }
    if (!isTreated && row.fields[variant] !== flags.control) continue;
    rows.push(row);
    treated.push(isTreated ? 1 : 0);
    outcomes.push(Number(value));
  }
  const emailed = treated.reduce((sum, one) => sum + one, 0);
  if (Math.min(emailed, treated.length - emailed) < MIN_ROWS_PER_LEVEL) {
    throw new InputError(
      `${flags.file}: column ${flags.variant} has ${emailed} treated and ${treated.length - emailed} control: not enough data.`,
    );
  }
  const columns = [...table.columns.keys()].filter((column) => !ignored.has(column));
  const features = columns.flatMap((column) =>
    featuresOf(
      rows.map(({ fields }) => fields[column]!),
      table.columns[column]!,
    ),
  );
  const width = features.length;
  const matrix = new Float64Array(rows.length * width);
  features.forEach(({ values }, n) =>
    values.forEach((value, row) => (matrix[row * width + n] = value)),
  );
  return {
    features: matrix,
    width,
    treated: Uint8Array.from(treated),
    outcomes: Uint8Array.from(outcomes),
    names: features.map(({ name }) => name),
  };
}

function featuresOf(texts: readonly string[], name: string) {
  const numbers = texts.map(Number);
  const isNumeric = numbers.every((value, n) => Number.isFinite(value) && texts[n]!.trim() !== "");
  if (isNumeric) return [{ name, values: scaled(numbers) }];
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  // The most common value is the reference.
  const levels = [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(1, MAX_LEVELS);
  return levels.map(([level]) => ({
    name: `${name}=${level}`,
    values: scaled(texts.map((text) => (text === level ? 1 : 0))),
  }));
}

function scaled(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(
    values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length,
  );
  return values.map((value) => (deviation > 1e-12 ? (value - mean) / deviation : 0));
}
