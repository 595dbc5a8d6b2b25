import { fromTriplets, type SparseMatrix } from "~/ml/matrices/sparse-matrix";
import type { Sessions } from "~/ml/neighbours/session-knn";

/** Who acted on what, user by user, oldest first. */
export interface Interactions {
  readonly users: number;
  readonly items: number;
  /** users + 1 positions into the three arrays that follow. */
  readonly offsets: Int32Array;
  readonly itemOf: Int32Array;
  /** Position among the user's own moments, from 0; what happened at one moment shares it. */
  readonly steps: Int32Array;
  /** When, in days; all 0 where it is not known. */
  readonly days: Float64Array;
  /** What is known of the order: its time, its sequence only, or nothing. */
  readonly order: "time" | "sequence" | "none";
}

/** Entry `n` is (`userOf[n]`, `itemOf[n]`, `days[n]`), in any order. */
export interface Records {
  readonly users: number;
  readonly items: number;
  readonly userOf: ArrayLike<number>;
  readonly itemOf: ArrayLike<number>;
  readonly days: ArrayLike<number>;
  readonly order: Interactions["order"];
}

/** Sorts records by user and, within one, by time; equal times keep the order they are given in. */
export function groupByUser(records: Records): Interactions {
  const { users, items, userOf, itemOf, days, order } = records;
  const offsets = new Int32Array(users + 1);
  for (let n = 0; n < userOf.length; n++) offsets[userOf[n]! + 1]!++;
  for (let user = 0; user < users; user++) offsets[user + 1]! += offsets[user]!;
  const byTime = Int32Array.from({ length: userOf.length }, (_, n) => n);
  if (order === "time" && !isInOrder(userOf, days)) {
    byTime.sort((a, b) => days[a]! - days[b]! || a - b);
  }

  const next = offsets.slice();
  const sorted = {
    itemOf: new Int32Array(userOf.length),
    days: new Float64Array(userOf.length),
    steps: new Int32Array(userOf.length),
  };
  for (const n of byTime) {
    const user = userOf[n]!;
    const at = next[user]!++;
    sorted.itemOf[at] = itemOf[n]!;
    sorted.days[at] = days[n]!;
    if (at === offsets[user]! || order === "none") continue;
    const moved = order === "sequence" || days[n] !== sorted.days[at - 1];
    sorted.steps[at] = sorted.steps[at - 1]! + (moved ? 1 : 0);
  }
  return { users, items, offsets, ...sorted, order };
}

/** Whether each user's records stand together, oldest first: then there is nothing to sort. */
function isInOrder(userOf: ArrayLike<number>, days: ArrayLike<number>): boolean {
  for (let n = 1; n < userOf.length; n++) {
    if (userOf[n]! < userOf[n - 1]!) return false;
    if (userOf[n]! === userOf[n - 1]! && days[n]! < days[n - 1]!) return false;
  }
  return true;
}

/** The interactions that `keep` accepts, of the same users and items. */
export function selectInteractions(
  all: Interactions,
  keep: (at: number, user: number) => boolean,
): Interactions {
  const selected: number[] = [];
  const userOf: number[] = [];
  for (let user = 0; user < all.users; user++) {
    for (let at = all.offsets[user]!; at < all.offsets[user + 1]!; at++) {
      if (!keep(at, user)) continue;
      selected.push(at);
      userOf.push(user);
    }
  }
  return groupByUser({
    users: all.users,
    items: all.items,
    order: all.order,
    userOf,
    itemOf: selected.map((at) => all.itemOf[at]!),
    days: selected.map((at) => all.days[at]!),
  });
}

/** So much of one user's history is learned from and gone by: the latest. */
const MAX_FOLLOWED = 10_000;
/** At most this many different items of one user are paired with each other: the latest. */
const MAX_PAIRED = 4_000;

/**
 * Interactions of which no user has more than 10,000: those later ones. A shop's till, a robot or a
 * reseller may have any number, and says no more about taste by it; what is counted by pairs of items would
 * take hours. The same interactions where nobody has more.
 */
export function boundHistories(all: Interactions): Interactions {
  const { users, offsets } = all;
  const lengthOf = (user: number) => offsets[user + 1]! - offsets[user]!;
  const isBounded = Array.from({ length: users }, (_, user) => lengthOf(user)).every(
    (length) => length <= MAX_FOLLOWED,
  );
  if (isBounded) return all;
  return selectInteractions(all, (at, user) => at >= offsets[user + 1]! - MAX_FOLLOWED);
}

/** Users × items; 1 where the user ever acted on the item, of one with more than 4,000 items the latest. */
export function toMatrix(interactions: Interactions): SparseMatrix {
  const { users, items, offsets, itemOf } = boundPairs(interactions);
  const rowIndices = new Int32Array(itemOf.length);
  for (let user = 0; user < users; user++) rowIndices.fill(user, offsets[user], offsets[user + 1]);
  const values = new Float64Array(itemOf.length).fill(1);
  const counts = fromTriplets({
    rows: users,
    columns: items,
    rowIndices,
    columnIndices: itemOf,
    values,
  });
  return { ...counts, values: counts.values.fill(1) };
}

function boundPairs(all: Interactions): Interactions {
  const { users, items, offsets, itemOf } = all;
  // Where each user's paired items begin.
  const starts = offsets.slice(0, users);
  const metBy = new Int32Array(items).fill(-1);
  for (let user = 0; user < users; user++) {
    if (offsets[user + 1]! - offsets[user]! <= MAX_PAIRED) continue;
    let different = 0;
    for (let at = offsets[user + 1]! - 1; at >= offsets[user]!; at--) {
      if (metBy[itemOf[at]!] === user) continue;
      if (++different > MAX_PAIRED) {
        starts[user] = at + 1;
        break;
      }
      metBy[itemOf[at]!] = user;
    }
  }
  if (starts.every((start, user) => start === offsets[user])) return all;
  return selectInteractions(all, (at, user) => at >= starts[user]!);
}

/** Each user's history as a session, as old as its latest interaction. */
export function toSessions(interactions: Interactions): Sessions {
  const { users, offsets, itemOf, steps, days } = interactions;
  const now = latestDay(interactions);
  const ages = Float64Array.from({ length: users }, (_, user) =>
    offsets[user + 1]! > offsets[user]! ? now - days[offsets[user + 1]! - 1]! : 0,
  );
  return { items: itemOf, steps, offsets, ages };
}

export function latestDay({ days }: Interactions): number {
  return days.reduce((latest, day) => Math.max(latest, day), -Infinity);
}
