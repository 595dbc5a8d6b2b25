import { rejectInput } from "./input-error";
import { createNames, numberName } from "./read-interactions";
import { readLines } from "./read-lines";
import { splitFields } from "./read-table";

/** One basket per line, its items as CSV fields, each counted once. @throws InputError at a line of another form */
export function readBasketLines(file: string) {
  const names = createNames();
  const baskets: Int32Array[] = [];
  for (const { number: line, text } of readLines(file)) {
    const fields = splitFields(text, { file, line });
    if (!fields) return rejectInput({ file, line }, "a quote is opened and never closed.");
    const items = fields.map((item) => item.trim());
    const empty = items.indexOf("");
    if (empty >= 0) rejectInput({ file, line, column: empty + 1 }, "is empty.");
    baskets.push(Int32Array.from(new Set(items.map((item) => numberName(names, item)))));
  }
  if (baskets.length === 0) rejectInput({ file }, "has no baskets.");
  return { baskets, names: [...names.numberOf.keys()] };
}
