import { rejectInput } from "./input-error";
import { numberName, type Names } from "./read-interactions";
import { readLines } from "./read-lines";

/** Sessions by lines of items, oldest first. @throws InputError when the file has none */
export function readSessionLines(file: string, items: Names): Int32Array[] {
  const sessions: Int32Array[] = [];
  for (const { text } of readLines(file)) sessions.push(parseItems(text, items));
  if (sessions.length === 0) rejectInput({ file }, "has no sessions.");
  return sessions;
}

/** The beginning of a session and its next item. */
export interface Continuation {
  readonly prefix: Int32Array;
  readonly target: number;
}

/**
 * Lines of `prefix<TAB>target`.
 * @throws InputError at a line with other parts
 */
export function readContinuations(file: string, items: Names): Continuation[] {
  const found: Continuation[] = [];
  for (const { number: line, text } of readLines(file)) {
    const parts = text.split("\t");
    const [prefix = "", target = ""] = parts.map((part) => part.trim());
    if (parts.length !== 2) rejectInput({ file, line }, "must be a prefix, a tab and a target.");
    if (prefix === "")
      rejectInput({ file, line, column: 1 }, "there is no item before the target.");
    if (!/^\S+$/.test(target)) rejectInput({ file, line, column: 2 }, "must be one item.");
    found.push({ prefix: parseItems(prefix, items), target: numberName(items, target) });
  }
  if (found.length === 0) rejectInput({ file }, "has no lines.");
  return found;
}

function parseItems(text: string, items: Names): Int32Array {
  return Int32Array.from(text.trim().split(/\s+/), (item) => numberName(items, item));
}
