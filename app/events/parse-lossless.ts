import { isSafeNumber, parse } from "lossless-json";

/** Maximum nesting depth of a body: far below what would exhaust the stack. */
const MAX_DEPTH = 100;

export type ParsedJson =
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "unreadable"; readonly reason: string };

/**
 * Parses JSON without rounding: a number that a double cannot hold exactly
 * (an id above 2^53) comes back as its digits. The last of duplicate keys counts, as in `JSON.parse`.
 *
 * @returns the value, or why the text is not JSON; never throws
 */
export function parseLossless(text: string): ParsedJson {
  if (nestsDeeperThan(text, MAX_DEPTH)) {
    return { kind: "unreadable", reason: `the body nests deeper than ${MAX_DEPTH} levels` };
  }
  try {
    const value = parse(text, null, {
      parseNumber: (digits) => (isSafeNumber(digits) ? Number(digits) : digits),
      onDuplicateKey: ({ newValue }) => newValue,
    });
    return { kind: "json", value };
  } catch {
    // The parser's message quotes the body, which may hold personal data.
    return { kind: "unreadable", reason: "the body is no JSON" };
  }
}

/** Counts brackets outside strings. Malformed JSON may pass; the parser rejects it. */
function nestsDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (inString) {
      if (char === "\\") i++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === "{" || char === "[") {
      if (++depth > limit) return true;
    } else if (char === "}" || char === "]") depth--;
  }
  return false;
}
