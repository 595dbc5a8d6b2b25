import { parseArgs } from "node:util";
import { InputError } from "./readers/input-error";

/** One call of the command. */
export interface Call {
  /** Each flag with its default; null if required, "" if optional. Every call accepts `--seed`, even if nothing is random. */
  readonly flags: Readonly<Record<string, string | null>>;
  /** Reads the input and returns the work, so that the two are timed separately. */
  prepare(options: Options): () => Promise<Findings> | Findings;
}

/** The flags as given or by default. */
export type Options = Readonly<Record<string, string>>;

/** A number, a list or a table of them: any JSON value. */
export type Measured =
  | number
  | string
  | null
  | readonly Measured[]
  | { readonly [key: string]: Measured };

export interface Findings {
  /** What was counted: users, baskets, customers, rows. */
  readonly n: number;
  /** Each model's metrics; empty if the call compares nothing. */
  readonly models: Readonly<Record<string, Readonly<Record<string, Measured>>>>;
  /** The model with the best main metric. */
  readonly best: string | null;
  /** The call's other results. */
  readonly more?: Readonly<Record<string, Measured>>;
}

/** @throws InputError for an unknown or a missing required flag */
export function parseOptions(own: Call["flags"], args: readonly string[]): Options {
  const flags: Call["flags"] = { ...own, seed: "1" };
  const values = parseFlags(flags, args);
  return Object.fromEntries(
    Object.entries(flags).map(([flag, fallback]) => {
      const value = values[flag] ?? fallback;
      if (value === null) throw new InputError(`--${flag} must be given.`);
      return [flag, value];
    }),
  );
}

function parseFlags(flags: Call["flags"], args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: Object.fromEntries(Object.keys(flags).map((flag) => [flag, { type: "string" }])),
    }).values as Record<string, string | undefined>;
  } catch (error) {
    throw new InputError(error instanceof Error ? error.message : String(error));
  }
}

/** @throws InputError when the flag is not a number within the bounds */
export function numberOption(
  options: Options,
  flag: string,
  { min = 0, max = Number.MAX_SAFE_INTEGER, whole = false } = {},
): number {
  const text = options[flag]!;
  const value = Number(text);
  const fits = text.trim() !== "" && value >= min && value <= max;
  if (!fits || (whole && !Number.isInteger(value))) {
    throw new InputError(
      `--${flag} must be a ${whole ? "whole " : ""}number from ${min} to ${max}, not ${text}.`,
    );
  }
  return value;
}

/** @throws InputError for an unknown choice */
export function choiceOption<T extends string>(
  options: Options,
  flag: string,
  choices: readonly T[],
): T {
  const choice = choices.find((name) => name === options[flag]);
  if (choice === undefined) {
    throw new InputError(`--${flag} must be ${choices.join(" or ")}, not ${options[flag]}.`);
  }
  return choice;
}

/**
 * @returns whole days since 1970-01-01
 * @throws InputError when the flag is not a date
 */
export function dayOption(options: Options, flag: string): number {
  const day = parseDay(options[flag]!);
  if (day === null) throw new InputError(`--${flag} must be a date such as 2010-09-02.`);
  return day;
}

/** Days since 1970-01-01 of `2010-09-02`, with or without a time; null if invalid. */
export function parseDay(text: string): number | null {
  const match =
    /^(\d{4})-(\d{2})-(\d{2})(?:$|[T ]\d{1,2}:\d{2}[\d:.,]*\s*(?:Z|[+-]\d{2}:?\d{2})?$)/.exec(
      text.trim(),
    );
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const ms = Date.UTC(year, month - 1, day);
  const date = new Date(ms);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? ms / 86_400_000 : null;
}

/** Reports progress on standard error, since standard output is for the result only. */
export function report(progress: string): void {
  process.stderr.write(`${progress}\n`);
}
