import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRandomNumbers, type RandomNumbers } from "~/ml/numerics/random";

const SEED = 1;
/** Decimals in the file; the measurement uses the rounded numbers. */
const DECIMALS = 6;

export interface TableSize {
  readonly rows: number;
  readonly columns: number;
}

/**
 * Rows × columns of normal numbers.
 * @returns the file's path
 */
export function writePoints(folder: string, { rows, columns }: TableSize): string {
  const random = createRandomNumbers(SEED);
  return writeTable(folder, `points-${rows}-${columns}.csv`, [
    names(columns).join(","),
    ...Array.from({ length: rows }, () => normals(columns, random).join(",")),
  ]);
}

/**
 * Rows × columns of normal numbers, with a label from a logistic model over them.
 *
 * @returns the file and its contents, row-major
 */
export function writeLabeled(folder: string, { rows, columns }: TableSize) {
  const random = createRandomNumbers(SEED);
  const features = new Float64Array(rows * columns);
  const labels = new Float64Array(rows);
  const lines = [`${names(columns).join(",")},label`];
  for (let row = 0; row < rows; row++) {
    const values = normals(columns, random).map(Number);
    features.set(values, row * columns);
    const score = values.reduce((sum, value, n) => sum + value / (n + 1), -1);
    labels[row] = random.nextFloat() < 1 / (1 + Math.exp(-score)) ? 1 : 0;
    lines.push(`${values.join(",")},${labels[row]}`);
  }
  const file = writeTable(folder, `labeled-${rows}-${columns}.csv`, lines);
  return { file, rows: { features, width: columns, labels } };
}

/**
 * Number of distinct words and of words per text: title, type, vendor and tags. The probability of the word of rank r
 * is about r^−exponent, so that the most common one is in a fifth of all texts.
 */
const LANGUAGE = { words: 8_000, inText: 14, exponent: 0.55 };

/**
 * Product titles and tags with realistic word frequencies.
 * @returns the file's path
 */
export function writeTexts(folder: string, rows: number): string {
  const random = createRandomNumbers(SEED);
  const word = () => {
    const rank = random.nextFloat() ** (1 / (1 - LANGUAGE.exponent));
    return `word${Math.floor(LANGUAGE.words * rank)}`;
  };
  const text = () => Array.from({ length: LANGUAGE.inText }, word).join(" ");
  return writeTable(folder, "texts.csv", ["text", ...Array.from({ length: rows }, text)]);
}

function writeTable(folder: string, name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, lines.join("\n"));
  return path;
}

function names(columns: number): string[] {
  return Array.from({ length: columns }, (_, column) => `x${column}`);
}

/** Box-Muller method. */
function normals(count: number, random: RandomNumbers): string[] {
  return Array.from({ length: count }, () => {
    const length = Math.sqrt(-2 * Math.log(1 - random.nextFloat()));
    return (length * Math.cos(2 * Math.PI * random.nextFloat())).toFixed(DECIMALS);
  });
}
