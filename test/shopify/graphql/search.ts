import { GraphQLError } from "graphql";

type Getter<T> = (record: T) => string | number | null | readonly string[];

/**
 * Shopify's search syntax, as far as an app's reconciliation needs it: `field:value`,
 * `field:>='2026-01-01T00:00:00Z'`, `field:*`, a leading `-`, terms joined by AND (or a space) and OR. An unknown
 * field is refused, while Shopify would search for the words. Plain words, complete or prefixes (`hero*`), are
 * searched in `textOf`.
 */
export function matchesSearch<T>(
  query: string,
  record: T,
  fields: Readonly<Record<string, Getter<T>>>,
  textOf: ((record: T) => string) | null = null,
): boolean {
  return query.split(/\s+OR\s+/).some((group) => {
    const { terms, words } = read(group);
    if (words.length > 0 && !textOf) throw unreadable(group);
    const found =
      textOf?.(record)
        .toLowerCase()
        .split(/[^\p{L}\p{N}]+/u) ?? [];
    return (
      terms.every((term) => matchesTerm(term, record, fields)) &&
      words.every((word) => found.some((it) => matchesWord(it, word.toLowerCase())))
    );
  });
}

const TERM = /-?[\w.]+:(?:>=|<=|>|<)?(?:"[^"]*"|'[^']*'|[^\s'"]+)/g;

const WORD = /[\p{L}\p{N}]+\*?/gu;

function read(group: string) {
  const terms = group.match(TERM) ?? [];
  const rest = group.replace(TERM, "").replace(/\bAND\b/g, "");
  if (/[^\s()]/.test(rest.replace(WORD, ""))) throw unreadable(group);
  return { terms, words: rest.match(WORD) ?? [] };
}

const matchesWord = (found: string, wanted: string) =>
  wanted.endsWith("*") ? found.startsWith(wanted.slice(0, -1)) : found === wanted;

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
