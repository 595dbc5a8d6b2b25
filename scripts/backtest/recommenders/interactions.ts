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

export function latestDay({ days }: Interactions): number {
  return days.reduce((latest, day) => Math.max(latest, day), -Infinity);
}
