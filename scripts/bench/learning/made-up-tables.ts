import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRandomNumbers, type RandomNumbers } from "~/ml/numerics/random";

const SEED = 1;
/** Of a number in a file: what is measured on it is the rounded number. */
const DECIMALS = 6;

export interface TableSize {
  readonly rows: number;
  readonly columns: number;
}

/** Rows × columns of normal numbers. @returns the file's path */
export function writePoints(folder: string, { rows, columns }: TableSize): string {
  const random = createRandomNumbers(SEED);
  return writeTable(folder, `points-${rows}-${columns}.csv`, [
    names(columns).join(","),
    ...Array.from({ length: rows }, () => normals(columns, random).join(",")),
  ]);
}

/**
 * Rows × columns of normal numbers, and a label drawn from a logistic model over them.
 *
 * @returns the file, and what stands in it, row-major
 */
export function writeLabelled(folder: string, { rows, columns }: TableSize) {
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
  const file = writeTable(folder, `labelled-${rows}-${columns}.csv`, lines);
  return { file, rows: { features, width: columns, labels } };
}

/**
 * Words of a shop's language and of a text: title, type, vendor and tags. The chance of the word of
 * rank r is about r^−exponent, so that the commonest stands in a fifth of all texts.
 */
const LANGUAGE = { words: 8_000, inText: 14, exponent: 0.55 };

/** Products' titles and tags, by words that come as often as words do. @returns the file's path */
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

/** By Box and Muller. */
function normals(count: number, random: RandomNumbers): string[] {
  return Array.from({ length: count }, () => {
    const length = Math.sqrt(-2 * Math.log(1 - random.nextFloat()));
    return (length * Math.cos(2 * Math.PI * random.nextFloat())).toFixed(DECIMALS);
  });
}
