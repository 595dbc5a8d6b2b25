import type { BrowsingRecords } from "../recommenders/product-visits";
import { rejectInput } from "./input-error";
import { numberName, type Names } from "./read-interactions";
import { readLines } from "./read-lines";

const KINDS = ["view", "cart"];

/**
 * A file of `user<TAB>item<TAB>unixSeconds<TAB>view` lines, or `cart` for an item that was put in the cart, without a
 * header.
 *
 * @throws InputError at the first line with other fields
 */
export function readViews(file: string, users: Names, items: Names): BrowsingRecords {
  const userOf: number[] = [];
  const itemOf: number[] = [];
  const seconds: number[] = [];
  const carted: number[] = [];
  for (const { number: line, text } of readLines(file)) {
    const [user = "", item = "", time = "", kind = ""] = text.split("\t");
    const at = time === "" ? NaN : Number(time);
    if (user === "" || item === "" || !Number.isFinite(at) || !KINDS.includes(kind)) {
      rejectInput({ file, line }, "user, item, time and view or cart by tab are due.");
    }
    userOf.push(numberName(users, user));
    itemOf.push(numberName(items, item));
    seconds.push(at);
    carted.push(kind === "cart" ? 1 : 0);
  }
  if (userOf.length === 0) rejectInput({ file }, "has no views.");
  return { userOf, itemOf, seconds, carted };
}
