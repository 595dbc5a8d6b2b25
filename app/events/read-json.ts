import { parseMoney } from "~/lib/money";

/*
 * Readers for untrusted JSON. Each returns a value of its type, or null when the field is absent, null or of another
 * type; none throws.
 */

/** The value at a path of own properties: `__proto__` and friends are never followed. */
export function at(value: unknown, ...path: string[]): unknown {
  let current = value;
  for (const name of path) {
    if (!isObject(current) || !Object.hasOwn(current, name)) return undefined;
    current = current[name];
  }
  return current;
}

/** Whether an object has the field, even as null. */
export const hasField = (value: unknown, name: string): boolean =>
  isObject(value) && Object.hasOwn(value, name);

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The first `max` elements of an array; empty for other values. */
export function listOf(value: unknown, max: number): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, max) : [];
}

/**
 * Text of at most `max` UTF-16 units, trimmed, without characters that PostgreSQL rejects (NUL, unpaired surrogates).
 * Empty text is null.
 */
export function textOf(value: unknown, max: number): string | null {
  if (typeof value !== "string" && typeof value !== "number") return null;
  const text = String(value)
    .slice(0, max)
    .replace(/[\0\p{Surrogate}]/gu, "")
    .trim();
  return text === "" ? null : text;
}

/** A web address of at most 2,048 characters. */
export function urlOf(value: unknown): string | null {
  const text = textOf(value, 2_049);
  return text !== null && text.length <= 2_048 && /^https?:\/\//i.test(text) ? text : null;
}

/** A decimal id as text. A number beyond 2^53 may be rounded and is rejected. */
export function idOf(value: unknown): string | null {
  if (typeof value === "number")
    return Number.isSafeInteger(value) && value > 0 ? String(value) : null;
  return typeof value === "string" && /^[1-9]\d{0,19}$/.test(value) ? value : null;
}

/** The numeric tail of a `gid://shopify/Type/123`, of `type` if given. */
export function gidTail(value: unknown, type?: string): string | null {
  const match =
    typeof value === "string"
      ? /^gid:\/\/shopify\/(\w+)\/([1-9]\d{0,19})(?:\?|$)/.exec(value)
      : null;
  return match && (type === undefined || match[1] === type) ? (match[2] ?? null) : null;
}

/** The bounds of an `integer` column. */
const INT4_MAX = 2_147_483_647;

/** A whole number, clamped to the range of `integer`. */
export function countOf(value: unknown): number | null {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number)) return null;
  return Math.max(-INT4_MAX, Math.min(INT4_MAX, Math.trunc(number)));
}

/** An amount in minor units of `currency`, from "398.00" or 199. */
export function minorOf(value: unknown, currency: string): number | null {
  if (typeof value !== "string" && typeof value !== "number") return null;
  return parseMoney(value, currency)?.minor ?? null;
}

/** An ISO 4217 code, upper case. */
export function currencyOf(value: unknown): string | null {
  return typeof value === "string" && /^[A-Za-z]{3}$/.test(value) ? value.toUpperCase() : null;
}

const EARLIEST_MS = Date.UTC(2000, 0, 1);
const YEAR_MS = 366 * 86_400_000;

/** A date-time without a time zone. */
const ZONELESS = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?$/;

/**
 * An ISO 8601 instant between the year 2000 and a year from `now`. One without a
 * zone is in UTC, whatever zone this process runs in.
 */
export function instantOf(value: unknown, now: Date): Date | null {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}/.test(value)) return null;
  const ms = Date.parse(ZONELESS.test(value) ? `${value}Z` : value);
  return ms >= EARLIEST_MS && ms <= now.getTime() + YEAR_MS ? new Date(ms) : null;
}

const SKEW_MS = 86_400_000;

/**
 * An instant not in the future, with a day of tolerance. Version timestamps must pass: a future one
 * would hide all versions reported until then.
 */
export function pastInstantOf(value: unknown, now: Date): Date | null {
  const instant = instantOf(value, now);
  return instant && instant.getTime() <= now.getTime() + SKEW_MS ? instant : null;
}

/** The first of these fields that is present but not a valid instant. */
export function findInvalidInstant(
  value: unknown,
  names: readonly string[],
  now: Date,
): string | null {
  const bad = names.find((name) => {
    const candidate = at(value, name);
    return candidate !== undefined && candidate !== null && instantOf(candidate, now) === null;
  });
  return bad ?? null;
}
