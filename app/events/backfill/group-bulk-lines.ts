import { at, isObject } from "../read-json";
import { parseLossless } from "../parse-lossless";

/** One object of a bulk result with the objects that belong to it. */
export interface BulkNode {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Children of any type, in the order of the file; told apart by the type in their `id`. */
  readonly children: readonly unknown[];
}

export type BulkGroup =
  | {
      readonly kind: "node";
      readonly node: BulkNode;
      /** Everything up to this line (a count from the file's start) is in what was yielded so far. */
      readonly linesDone: number;
    }
  | { readonly kind: "unreadable"; readonly reason: string; readonly linesDone: number };

export interface GroupOptions {
  /** How many lines of the file were left out before the first one here. */
  readonly linesBefore?: number;
  /** How many parents are held while their children may still come, ≥ 1. */
  readonly openParents?: number;
}

interface Open {
  fields: Record<string, unknown> | null;
  readonly children: unknown[];
  readonly firstLine: number;
}

/**
 * Joins the lines of a bulk result: a child names its parent in `__parentId`
 * and may come any number of lines after it, or before it.
 *
 * Memory holds at most `openParents` parents with their children; when one more
 * begins, the oldest is taken as complete. Asked with `groupObjects: true`,
 * Shopify writes children right behind their parent, and the default is ample.
 * A line that is no JSON, and children whose parent never came or was let go
 * before, are yielded as unreadable, never dropped in silence.
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
