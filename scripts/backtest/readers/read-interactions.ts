import { rejectInput } from "./input-error";
import type { Records } from "../recommenders/interactions";
import { readLines } from "./read-lines";

/** Names as in the file, numbered by first appearance. */
export interface Names {
  readonly numberOf: Map<string, number>;
}

export function createNames(): Names {
  return { numberOf: new Map() };
}

export function numberName({ numberOf }: Names, name: string): number {
  const known = numberOf.get(name);
  if (known !== undefined) return known;
  numberOf.set(name, numberOf.size);
  return numberOf.size - 1;
}

const SECONDS_PER_DAY = 86_400;
/** Names of a first column: `user` and `user_id`, while `user1` is a user. */
const USER_COLUMN =
  /^(uid|user|customer|visitor|profile|session|client|member)s?[ _-]?(id|name|key|no)?$/i;
/** Names of the time column; other non-numbers are errors. */
const TIME_COLUMN = /^(t|ts|when|at|unix\w*|.*(time|date|second).*)$/i;

/**
 * A file of `user<TAB>item[<TAB>unixSeconds]` lines, with or without a header.
 *
 * @param users and `items` are shared between the files of one call
 * @throws InputError at the first line with other fields than the first one
 */
export function readInteractions(file: string, users: Names, items: Names): Records {
  const userOf: number[] = [];
  const itemOf: number[] = [];
  const days: number[] = [];
  let width = 0;
  for (const { number: line, text } of readLines(file)) {
    const fields = text.split("\t");
    if (width === 0) {
      width = fields.length;
      if (width < 2 || width > 3) {
        rejectInput(
          { file, line },
          `has ${width} fields by tab; there must be user, item and maybe time.`,
        );
      }
      if (width === 2 ? USER_COLUMN.test(fields[0]!) : TIME_COLUMN.test(fields[2]!)) continue;
    }
    if (fields.length !== width) {
      rejectInput(
        { file, line, column: Math.min(fields.length, width) },
        `${width} fields are due.`,
      );
    }
    const empty = fields.findIndex((field) => field.trim() === "");
    if (empty >= 0) rejectInput({ file, line, column: empty + 1 }, "is empty.");
    const seconds = Number(fields[2] ?? 0);
    if (!Number.isFinite(seconds))
      rejectInput({ file, line, column: 3 }, `${fields[2]} is no number.`);
    userOf.push(numberName(users, fields[0]!));
    itemOf.push(numberName(items, fields[1]!));
    days.push(seconds / SECONDS_PER_DAY);
  }
  if (userOf.length === 0) rejectInput({ file }, "has no interactions.");
  const order = width === 3 ? "time" : "none";
  return { users: users.numberOf.size, items: items.numberOf.size, userOf, itemOf, days, order };
}

/**
 * A file with one user per line: `user item item …`, oldest first, separated by spaces or tabs.
 *
 * @throws InputError at a line without an item
 */
export function readSequences(file: string): Records {
  const users = createNames();
  const items = createNames();
  const userOf: number[] = [];
  const itemOf: number[] = [];
  for (const { number: line, text } of readLines(file)) {
    const [user, ...sequence] = text.trim().split(/\s+/);
    if (sequence.length === 0) rejectInput({ file, line, column: 2 }, "there is no item.");
    if (users.numberOf.has(user!))
      rejectInput({ file, line, column: 1 }, `user ${user} is there twice.`);
    const number = numberName(users, user!);
    for (const item of sequence) {
      userOf.push(number);
      itemOf.push(numberName(items, item));
    }
  }
  if (userOf.length === 0) rejectInput({ file }, "has no sequences.");
  const days = new Float64Array(userOf.length);
  return {
    users: users.numberOf.size,
    items: items.numberOf.size,
    userOf,
    itemOf,
    days,
    order: "sequence",
  };
}
