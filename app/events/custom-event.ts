/** Names of custom events and of their properties: `review_submitted`, `rating`. */
export const CUSTOM_NAME = /^[a-z][a-z0-9_]{0,63}$/;

/** A property of a custom event. */
type CustomValue = string | number | boolean;

/** The properties of a custom event, by name. */
export type CustomProperties = Readonly<Record<string, CustomValue>>;

/** How the value of a property is compared with an expected one. */
export const PROPERTY_COMPARISONS = ["is", "at_least", "at_most"] as const;

/** A condition on one property of a custom event. */
interface PropertyFilter {
  readonly property: string;
  readonly comparison: (typeof PROPERTY_COMPARISONS)[number];
  /** As text; a number for `at_least` and `at_most`. */
  readonly value: string;
}

/**
 * Whether custom properties meet a filter. `is` compares as text and ignores case. `at_least` and `at_most` compare
 * numbers, also those that were sent as text. A missing property meets no filter.
 */
export function meetsPropertyFilter(
  properties: CustomProperties,
  { property, comparison, value }: PropertyFilter,
): boolean {
  if (!Object.hasOwn(properties, property)) return false;
  const found = properties[property];
  if (comparison === "is") return String(found).toLowerCase() === value.toLowerCase();
  const number = toNumber(found);
  const bound = toNumber(value);
  if (number === null || bound === null) return false;
  return comparison === "at_least" ? number >= bound : number <= bound;
}

/** @returns null for anything but a finite number */
function toNumber(value: CustomValue | undefined): number | null {
  if (typeof value === "boolean" || value === undefined) return null;
  if (typeof value === "string" && value.trim() === "") return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}
