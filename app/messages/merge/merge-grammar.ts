import { truncate } from "./clean-text";
import { isCustomPath } from "./merge-paths";

/** The available filters of a value. */
export type Filter =
  | { readonly name: "upper" | "lower" | "capitalize" | "first_word" }
  | { readonly name: "truncate"; readonly maxChars: number }
  /** `prepend` and `append` add to a present value; `default` replaces a missing one. */
  | { readonly name: "prepend" | "append" | "default"; readonly text: string };

/** Longer texts are refused before parsing. */
const MAX_SOURCE_CHARS = 200_000;
/** Maximum values per text, and filters per value. */
const MAX_VALUES = 200;
const MAX_FILTERS = 8;

/** A merge value with its filters. */
export interface MergeValue {
  readonly path: string;
  readonly filters: readonly Filter[];
}

export type MergeParse =
  | { readonly kind: "parsed"; readonly parts: readonly (string | MergeValue)[] }
  | { readonly kind: "refused"; readonly problem: MergeProblem };

/** Why a text does not parse. */
export interface MergeProblem {
  readonly code:
    | "text_too_long"
    | "value_unopened"
    | "value_unclosed"
    | "value_empty"
    | "value_unknown"
    | "too_many_values"
    | "too_many_filters"
    | "filter_unknown"
    | "filter_without_argument"
    | "filter_needs_length"
    | "filter_needs_text";
  readonly values?: Readonly<Record<string, string | number>>;
}

/**
 * Parses a text with merge values, `Hi {{ recipient.firstName | default: "there" }}`. The grammar has only paths and
 * filters: no loops, no expressions, and no access to values outside `paths`.
 *
 * @param paths the values that the text may use, besides custom ones
 * @returns literals and values in order, or why the text does not parse
 */
export function parseMerge(source: string, paths: readonly string[]): MergeParse {
  if (source.length > MAX_SOURCE_CHARS) return refused("text_too_long");
  const parts: (string | MergeValue)[] = [];
  let valueCount = 0;
  let at = 0;
  while (at < source.length) {
    const open = source.indexOf("{{", at);
    const literal = source.slice(at, open === -1 ? undefined : open);
    if (literal.includes("}}")) return refused("value_unopened");
    if (literal !== "") parts.push(literal);
    if (open === -1) break;
    const close = source.indexOf("}}", open);
    if (close === -1) return refused("value_unclosed");
    const value = parseValue(source.slice(open + 2, close), paths);
    if ("code" in value) return { kind: "refused", problem: value };
    if (++valueCount > MAX_VALUES) return refused("too_many_values", { max: MAX_VALUES });
    parts.push(value);
    at = close + 2;
  }
  return { kind: "parsed", parts };
}

/** A value after its filters, in order. A missing value is "" unless a `default` follows. */
export function applyFilters(value: string | null, filters: readonly Filter[]): string {
  let text = value ?? "";
  for (const filter of filters) {
    switch (filter.name) {
      case "upper":
        text = text.toUpperCase();
        break;
      case "lower":
        text = text.toLowerCase();
        break;
      case "capitalize":
        text = capitalize(text);
        break;
      case "first_word":
        text = /^\S*/.exec(text.trimStart())?.[0] ?? "";
        break;
      case "prepend":
        text &&= filter.text + text;
        break;
      case "append":
        text &&= text + filter.text;
        break;
      case "truncate":
        text = truncate(text, filter.maxChars);
        break;
      case "default":
        text ||= filter.text;
        break;
    }
  }
  return text;
}

function refused(code: MergeProblem["code"], values?: MergeProblem["values"]): MergeParse {
  return { kind: "refused", problem: { code, ...(values && { values }) } };
}

/** @returns the value, or the problem with it */
function parseValue(source: string, paths: readonly string[]): MergeValue | MergeProblem {
  const [path = "", ...filterSources] = splitAtPipes(source).map((piece) => piece.trim());
  if (path === "") return { code: "value_empty" };
  if (!paths.includes(path) && !isCustomPath(path))
    return { code: "value_unknown", values: { path } };
  if (filterSources.length > MAX_FILTERS) {
    return { code: "too_many_filters", values: { max: MAX_FILTERS } };
  }
  const filters: Filter[] = [];
  for (const filterSource of filterSources) {
    const filter = parseFilter(filterSource);
    if ("code" in filter) return filter;
    filters.push(filter);
  }
  return { path, filters };
}

/** @returns the filter, or the problem with it */
function parseFilter(source: string): Filter | MergeProblem {
  const colon = source.indexOf(":");
  const name = (colon === -1 ? source : source.slice(0, colon)).trim();
  const argument = colon === -1 ? null : source.slice(colon + 1).trim();
  switch (name) {
    case "upper":
    case "lower":
    case "capitalize":
    case "first_word":
      return argument === null
        ? { name }
        : { code: "filter_without_argument", values: { filter: name } };
    case "truncate": {
      const maxChars = Number(argument);
      const isLength = argument !== null && Number.isInteger(maxChars) && maxChars > 0;
      return isLength && maxChars <= 200 ? { name, maxChars } : { code: "filter_needs_length" };
    }
    case "prepend":
    case "append":
    case "default": {
      const text = /^"([^"]*)"$/.exec(argument ?? "")?.[1];
      return text === undefined
        ? { code: "filter_needs_text", values: { filter: name } }
        : { name, text };
    }
    default:
      return { code: "filter_unknown", values: { filter: name } };
  }
}

/** Splits at `|`, but not inside double quotes. */
function splitAtPipes(source: string): string[] {
  return source.match(/(?:"[^"]*"|[^|])+|(?<=\|)(?=\||$)/g) ?? [""];
}

function capitalize(text: string): string {
  const [first = ""] = /^./su.exec(text) ?? [];
  return first.toUpperCase() + text.slice(first.length);
}
