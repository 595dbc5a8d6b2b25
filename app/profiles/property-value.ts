/**
 * Properties are stored as text. These readings have the same result in SQL: `property-value-sql.server.ts`.
 */

/** Decimals of a length that neither JavaScript nor PostgreSQL refuses. */
export const NUMBER_PATTERN = "^-?[0-9]{1,20}([.][0-9]{1,20})?$";
/** A day, which begins at midnight UTC, or an instant in UTC with milliseconds. */
export const DAY_PATTERN = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
export const INSTANT_PATTERN =
  "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z$";
export const MIDNIGHT = "T00:00:00.000Z";

const NUMBER = new RegExp(NUMBER_PATTERN);
const DAY = new RegExp(DAY_PATTERN);
const INSTANT = new RegExp(INSTANT_PATTERN);

/** A property's number; null if its text is none. */
export const readPropertyNumber = (value: string): number | null =>
  NUMBER.test(value) ? Number(value) : null;

/** A property's date as text that sorts by time; null if it has none. */
export function readPropertyDate(value: string): string | null {
  if (DAY.test(value)) return value + MIDNIGHT;
  return INSTANT.test(value) ? value : null;
}

/** The texts that a property's value can equal: the whole value and, of a list, each line. */
export const listPropertyTexts = (value: string): readonly string[] => [
  value,
  ...value.split("\n"),
];
