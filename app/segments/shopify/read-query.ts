/** A parsed Shopify segment query: comparisons joined by AND and OR. */
export type QueryNode =
  | { readonly kind: "all" | "any"; readonly of: readonly QueryNode[] }
  | {
      readonly kind: "compares";
      readonly attribute: string;
      /** "=", "!=" …, or "…" for anything more complex. */
      readonly operator: string;
      readonly value: string | null;
    };

const TOKEN =
  /\s*(?:('(?:[^'\\]|\\.)*')|([A-Za-z_][\w.-]*)|(!=|<>|>=|<=|=|>|<)|([(),:])|(-?\w[\w.:-]*))/y;

interface Reader {
  readonly tokens: readonly string[];
  at: number;
}

/**
 * Parses Shopify's segment query language: comparisons of an attribute with one value. Anything else in a
 * comparison (functions, BETWEEN, CONTAINS, IS NULL) is skipped and reported as the operator "…". AND
 * binds closer than OR.
 *
 * @returns null if it cannot be parsed
 */
export function readQuery(query: string): QueryNode | null {
  const tokens = tokenize(query);
  if (tokens === null) return null;
  const reader = { tokens, at: 0 };
  const node = readAny(reader);
  return node !== null && reader.at === tokens.length ? node : null;
}

function tokenize(query: string): string[] | null {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const text = query.trim();
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (match === null) return null;
    tokens.push(match[0].trim());
  }
  return tokens;
}

const isWord = (token: string | undefined, word: string) => token?.toUpperCase() === word;

const readAny = (reader: Reader) => readJoined(reader, "OR", "any", readAll);
const readAll = (reader: Reader) => readJoined(reader, "AND", "all", readOne);

function readJoined(
  reader: Reader,
  word: string,
  kind: "all" | "any",
  readPart: (reader: Reader) => QueryNode | null,
): QueryNode | null {
  const of: QueryNode[] = [];
  for (;;) {
    const part = readPart(reader);
    if (part === null) return null;
    of.push(part);
    if (!isWord(reader.tokens[reader.at], word)) break;
    reader.at += 1;
  }
  const [only] = of;
  return of.length === 1 && only ? only : { kind, of };
}

function readOne(reader: Reader): QueryNode | null {
  const { tokens } = reader;
  if (tokens[reader.at] === "(") {
    reader.at += 1;
    const inner = readAny(reader);
    if (inner === null || tokens[reader.at] !== ")") return null;
    reader.at += 1;
    return inner;
  }
  const attribute = tokens[reader.at];
  if (attribute === undefined || !/^[A-Za-z_]/.test(attribute)) return null;
  reader.at += 1;
  const rest = readRest(reader);
  if (rest.length === 0) return null;
  const [operator = "", value = ""] = rest;
  const isPlain = rest.length === 2 && /^(=|!=|<>|>=|<=|>|<)$/.test(operator);
  return isPlain
    ? { kind: "compares", attribute, operator, value: value.replace(/^'|'$/g, "") }
    : { kind: "compares", attribute, operator: "…", value: null };
}

/** The rest of a comparison, up to the next AND or OR outside of BETWEEN and parentheses. */
function readRest(reader: Reader): string[] {
  const rest: string[] = [];
  let depth = 0;
  let isBetween = false;
  for (; reader.at < reader.tokens.length; reader.at += 1) {
    const token = reader.tokens[reader.at] ?? "";
    if (depth === 0) {
      if (token === ")" || isWord(token, "OR")) break;
      if (isWord(token, "AND")) {
        if (!isBetween) break;
        isBetween = false;
      }
      if (isWord(token, "BETWEEN")) isBetween = true;
    }
    if (token === "(") depth += 1;
    if (token === ")") depth -= 1;
    rest.push(token);
  }
  return rest;
}
