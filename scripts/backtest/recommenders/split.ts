import { createRandomNumbers } from "~/ml/numerics/random";
import { latestDay, selectInteractions, type Interactions } from "./interactions";
import type { RankingTask } from "./ranking-task";

/** How the test part was split off; the training part is split in the same way. */
export type Cut =
  | { readonly kind: "window"; readonly days: number }
  | { readonly kind: "latest"; readonly share: number }
  | { readonly kind: "last" }
  | { readonly kind: "random"; readonly share: number };

/** Detects how a test part was split off its training part, from the times alone. */
export function detectCut(train: Interactions, test: Interactions): Cut {
  const share = test.itemOf.length / (train.itemOf.length + test.itemOf.length);
  if (train.order === "none") return { kind: "random", share };
  if (test.order !== "time") return { kind: "window", days: spanDays(train) * share };
  const firstTestDay = test.days.reduce((first, day) => Math.min(first, day), Infinity);
  const lastTrainDay = latestDay(train);
  if (firstTestDay < lastTrainDay) return { kind: "latest", share };
  return { kind: "window", days: latestDay(test) - lastTrainDay };
}

/**
 * Splits the training part as the test part was: the task for choosing settings and weights. Excludes users without
 * remaining data.
 */
export function cutTraining(train: Interactions, cut: Cut, seed: number): RankingTask {
  const held = holdOut(train, cut, seed);
  const known = selectInteractions(train, (at) => held[at] === 0);
  const targetsOf = (user: number) => {
    const targets = new Set<number>();
    for (let at = train.offsets[user]!; at < train.offsets[user + 1]!; at++) {
      if (held[at]) targets.add(train.itemOf[at]!);
    }
    return targets;
  };
  const users = Int32Array.from({ length: train.users }, (_, user) => user).filter(
    (user) => known.offsets[user + 1]! > known.offsets[user]! && targetsOf(user).size > 0,
  );
  return { known, users, targetsOf };
}

/** One flag per interaction: whether it is held out. */
function holdOut(train: Interactions, cut: Cut, seed: number): Uint8Array {
  const held = new Uint8Array(train.itemOf.length);
  if (cut.kind === "window") {
    // A window that leaves too little training data is shortened to the last third of the time.
    const days = Math.min(cut.days, spanDays(train) / 3);
    const end = latestDay(train) - days;
    return held.map((_, at) => (train.days[at]! > end ? 1 : 0));
  }
  const random = createRandomNumbers(seed);
  if (cut.kind === "random") return held.map(() => (random.nextFloat() < cut.share ? 1 : 0));
  for (let user = 0; user < train.users; user++) {
    const start = train.offsets[user]!;
    const end = train.offsets[user + 1]!;
    const count = cut.kind === "last" ? 1 : Math.max(1, Math.round((end - start) * cut.share));
    if (end - start > count) held.fill(1, end - count, end);
  }
  return held;
}

function spanDays(interactions: Interactions): number {
  const first = interactions.days.reduce((min, day) => Math.min(min, day), Infinity);
  return latestDay(interactions) - first;
}
