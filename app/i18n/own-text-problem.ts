import compile from "icu-minify/compile";
import { createText } from "./create-text";

export const MAX_OWN_TEXT_CHARS = 500;

/** Why a shop's version of a built-in text cannot be used. */
export type OwnTextProblem =
  /** Not an ICU message. */
  | { readonly code: "syntax" }
  | { readonly code: "one_line" }
  | { readonly code: "too_long"; readonly values: { readonly max: number } }
  /** A value or a tag of the built-in text is missing. */
  | { readonly code: "missing_value"; readonly values: { readonly name: string } }
  /** A value that the built-in text lacks, or that is used as another kind of value. */
  | { readonly code: "unknown_value"; readonly values: { readonly name: string } }
  /** A tag that the built-in text lacks, such as HTML. */
  | { readonly code: "unknown_tag"; readonly values: { readonly name: string } }
  | { readonly code: "unknown" }
  /** The language is in use, and without the text it would be incomplete. */
  | { readonly code: "required" };

type Kind = "text" | "number" | "date" | "select" | "tag";

/** The kinds of nodes that have a type (icu-minify's `types.d.ts`). */
const KINDS: Readonly<Record<number, Kind>> = {
  1: "select",
  2: "number",
  3: "number",
  4: "number",
  5: "date",
  6: "date",
};
/** In each plural form of each language one of these. */
const COUNTS = [0, 1, 2, 3, 5, 11, 100, 1_000_000];

/**
 * Compares a shop's version of a text with the built-in one: it must be one line of plain text, an ICU message, and have
 * the same values and tags.
 */
export function findOwnTextProblem(text: string, original: string): OwnTextProblem | null {
  if (text.length > MAX_OWN_TEXT_CHARS) {
    return { code: "too_long", values: { max: MAX_OWN_TEXT_CHARS } };
  }
  // The compiler of emails marks places with private use characters.
  if (/[\p{Cc}\p{Zl}\p{Zp}\p{Co}]/u.test(text)) return { code: "one_line" };
  const own = readValues(text);
  const built = readValues(original);
  if (own === null || built === null) return { code: "syntax" };
  for (const [name, kinds] of own) {
    const known = built.get(name);
    if (kinds.has("tag") && !known?.has("tag")) return { code: "unknown_tag", values: { name } };
    if (!known || ![...kinds].every((kind) => fits(kind, known))) {
      return { code: "unknown_value", values: { name } };
    }
  }
  const missing = [...built.keys()].find((name) => !own.has(name));
  if (missing !== undefined) return { code: "missing_value", values: { name: missing } };
  return canBeWritten(text, built) ? null : { code: "syntax" };
}

/** The names of a text's values and tags. */
export const namesOfValues = (text: string): readonly string[] => [
  ...(readValues(text)?.keys() ?? []),
];

/** A number may stand alone; other kinds must stay as they are. */
const fits = (kind: Kind, known: ReadonlySet<Kind>): boolean =>
  known.has(kind) || (kind === "text" && known.has("number"));

/** @returns name → how the text uses it; null: not an ICU message */
function readValues(text: string): ReadonlyMap<string, ReadonlySet<Kind>> | null {
  const values = new Map<string, Set<Kind>>();
  const add = (name: string, kind: Kind) =>
    values.set(name, new Set([...(values.get(name) ?? []), kind]));
  const visit = (node: unknown): void => {
    if (!Array.isArray(node)) return;
    const [name, type, options] = node as [string, unknown, unknown];
    if (node.length === 1) return void add(name, "text");
    const kind = typeof type === "number" ? KINDS[type] : undefined;
    if (kind === undefined) {
      add(name, "tag");
      node.slice(1).forEach(visit);
      return;
    }
    add(name, kind);
    // The branches of plurals and selections; each is a node or a list of nodes.
    if (typeof type === "number" && type <= 3) {
      for (const branch of Object.values(options as object)) visitAll(branch);
    }
  };
  const visitAll = (message: unknown) => {
    if (Array.isArray(message)) message.forEach(visit);
  };
  try {
    visitAll(compile(text));
    return values;
  } catch {
    return null;
  }
}

/** Whether the text can be written with values of the original's kinds: a number format may be invalid. */
function canBeWritten(text: string, kinds: ReadonlyMap<string, ReadonlySet<Kind>>): boolean {
  const messages = { email: { text: compile(text) } };
  const write = createText({ locale: "en", timeZone: "UTC", messages }, "email");
  const valueOf = (kind: ReadonlySet<Kind>, count: number) => {
    if (kind.has("tag")) return (chunks: unknown) => chunks as string;
    return kind.has("date") ? new Date(0) : kind.has("number") ? count : "";
  };
  try {
    for (const count of COUNTS) {
      const values = [...kinds].map(([name, kind]) => [name, valueOf(kind, count)] as const);
      write.rich("text" as never, Object.fromEntries(values));
    }
    return true;
  } catch {
    return false;
  }
}
