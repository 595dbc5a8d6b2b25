import { GraphQLError } from "graphql";

type Getter<T> = (record: T) => string | number | null | readonly string[];

/**
 * Shopify's search syntax, as far as an app's reconciliation needs it: `field:value`,
 * `field:>='2026-01-01T00:00:00Z'`, `field:*`, a leading `-`, terms joined by AND (or a space)
 * and OR. An unknown field is refused, where Shopify would search for the words.
 */
export function matchesSearch<T>(
  query: string,
  record: T,
  fields: Readonly<Record<string, Getter<T>>>,
): boolean {
  return query
    .split(/\s+OR\s+/)
    .some((group) => terms(group).every((term) => matchesTerm(term, record, fields)));
}

const TERM = /-?[\w.]+:(?:>=|<=|>|<)?(?:"[^"]*"|'[^']*'|[^\s'"]+)/g;

function terms(group: string): string[] {
  const found = group.match(TERM) ?? [];
  const rest = group.replace(TERM, "").replace(/\bAND\b/g, "");
  if (/[^\s()]/.test(rest)) throw unreadable(group);
  return found;
}

function matchesTerm<T>(
  term: string,
  record: T,
  fields: Readonly<Record<string, Getter<T>>>,
): boolean {
  const [, not, field = "", operator = "", quoted = ""] =
    /^(-?)([\w.]+):(>=|<=|>|<)?(.*)$/.exec(term) ?? [];
  const getter = fields[field];
  if (!getter) throw unreadable(term);
  const wanted = quoted.replace(/^["']|["')]$/g, "");
  const value = getter(record);
  const values = Array.isArray(value)
    ? (value as readonly string[])
    : [value as string | number | null];
  return values.some((it) => compares(it, operator, wanted)) !== (not === "-");
}

function compares(value: string | number | null, operator: string, wanted: string): boolean {
  if (value === null) return false;
  if (operator === "") {
    return wanted === "*" || String(value).toLowerCase() === wanted.toLowerCase();
  }
  const [left, right] = comparable(value, wanted);
  if (operator === ">=") return left >= right;
  if (operator === "<=") return left <= right;
  return operator === ">" ? left > right : left < right;
}

function comparable(value: string | number, wanted: string): [number, number] {
  if (typeof value === "number") return [value, Number(wanted)];
  return [Date.parse(value), Date.parse(wanted)];
}

function unreadable(term: string): GraphQLError {
  return new GraphQLError(`The local Shopify cannot read the search "${term}"`, {
    extensions: { code: "BAD_REQUEST" },
  });
}
