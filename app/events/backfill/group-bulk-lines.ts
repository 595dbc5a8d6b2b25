import { at, isObject } from "../read-json";
import { parseLossless } from "../parse-lossless";

/** One object of a bulk result with the objects that belong to it. */
export interface BulkNode {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Children of any type, in file order; their `id` contains the type. */
  readonly children: readonly unknown[];
}

export type BulkGroup =
  | {
      readonly kind: "node";
      readonly node: BulkNode;
      /** All lines up to this one (counted from the start of the file) have been yielded. */
      readonly linesDone: number;
    }
  | { readonly kind: "unreadable"; readonly reason: string; readonly linesDone: number };

export interface GroupOptions {
  /** How many lines of the file were skipped before the first one here. */
  readonly linesBefore?: number;
  /** How many parents stay open for late children, ≥ 1. */
  readonly openParents?: number;
}

interface Open {
  fields: Record<string, unknown> | null;
  readonly children: unknown[];
  readonly firstLine: number;
}

/**
 * Joins the lines of a bulk result: a child names its parent in `__parentId` and may come any
 * number of lines after it, or before it.
 *
 * Memory holds at most `openParents` parents with their children; the next parent completes the
 * oldest. With `groupObjects: true`, Shopify writes children right after their parent, so the
 * default is ample. Invalid JSON, and children without an open parent, are yielded as unreadable;
 * nothing is dropped silently.
 */
export async function* groupBulkLines(
  lines: Iterable<string> | AsyncIterable<string>,
  { linesBefore = 0, openParents = 100 }: GroupOptions = {},
): AsyncGenerator<BulkGroup> {
  const open = new Map<string, Open>();
  let lineNumber = linesBefore;

  const oldestLine = () => open.values().next().value?.firstLine;
  const linesDone = () => (oldestLine() ?? lineNumber + 1) - 1;

  function letGo(id: string, { fields, children }: Open): BulkGroup {
    open.delete(id);
    return fields
      ? { kind: "node", node: { fields, children }, linesDone: linesDone() }
      : {
          kind: "unreadable",
          reason: `${children.length} lines belong to an object that is not in the file or stands too far away`,
          linesDone: linesDone(),
        };
  }

  for await (const line of lines) {
    lineNumber++;
    if (line.trim() === "") continue;
    const parsed = parseLossless(line);
    if (parsed.kind === "unreadable" || !isObject(parsed.value)) {
      const reason = parsed.kind === "unreadable" ? parsed.reason : "the line is no JSON object";
      yield { kind: "unreadable", reason, linesDone: linesDone() };
      continue;
    }
    const fields = parsed.value;
    const parentId = at(fields, "__parentId");
    const key = parentId ?? at(fields, "id");
    if (typeof key !== "string") {
      yield { kind: "unreadable", reason: "the line has no id", linesDone: linesDone() };
      continue;
    }
    let entry = open.get(key);
    if (!entry) {
      entry = { fields: null, children: [], firstLine: lineNumber };
      open.set(key, entry);
    }
    if (parentId === undefined) entry.fields = fields;
    else entry.children.push(fields);

    const [oldest] = open;
    if (open.size > openParents && oldest) yield letGo(...oldest);
  }
  for (const entry of [...open]) yield letGo(...entry);
}
