import { fromTriplets, type SparseMatrix } from "~/ml/matrices/sparse-matrix";
import type { Sessions } from "~/ml/neighbors/session-knn";

/** Interactions by user, oldest first. */
export interface Interactions {
  readonly users: number;
  readonly items: number;
  /** users + 1 positions into the next three arrays. */
  readonly offsets: Int32Array;
  readonly itemOf: Int32Array;
  /** Position among the user's own times, from 0; interactions at one time share it. */
  readonly steps: Int32Array;
  /** Time in days; all 0 if unknown. */
  readonly days: Float64Array;
  /** What is known of the order: times, the sequence only, or nothing. */
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

/** Sorts records by user and time; stable for equal times. */
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

/** Whether records are already grouped by user and sorted by time. */
function isInOrder(userOf: ArrayLike<number>, days: ArrayLike<number>): boolean {
  for (let n = 1; n < userOf.length; n++) {
    if (userOf[n]! < userOf[n - 1]!) return false;
    if (userOf[n]! === userOf[n - 1]! && days[n]! < days[n - 1]!) return false;
  }
  return true;
}

/** The interactions that `keep` accepts, with the same users and items. */
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

/** Maximum length of a user's history: the latest part is used. */
const MAX_FOLLOWED = 10_000;
/** Maximum number of a user's items that are paired with each other: the latest. */
const MAX_PAIRED = 4_000;

/**
 * Interactions with at most the latest 10,000 per user. A point of sale, a robot or a reseller may have any number,
 * without more information about taste, and counting item pairs would take hours. Unchanged if no user has more.
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

/** Users × items; 1 if the user ever acted on the item; only the latest of users with more than 4,000 items. */
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
  // Where each user's paired items start.
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

/** Each user's history as a session, with the age of its latest interaction. */
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
