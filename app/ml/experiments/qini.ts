/** The ranking, treatment and outcome of people, one entry each; higher scores are treated first. */
export interface RankedTreatment {
  readonly scores: ArrayLike<number>;
  /** 1 for treated, 0 for control; randomly assigned. */
  readonly treated: ArrayLike<number>;
  /** 0 or 1, or any amount. */
  readonly outcomes: ArrayLike<number>;
}

/** The order of treatment, highest score first; stable for equal scores. */
export function rankForTreatment(scores: ArrayLike<number>): Int32Array {
  const order = Int32Array.from({ length: scores.length }, (_, n) => n);
  return order.sort((a, b) => scores[b]! - scores[a]! || a - b);
}

/**
 * The area between the Qini curve and the straight line to its end: the gain of ranking by score over random
 * treatment, in outcome per person, averaged over all treated shares. Random ranks give 0.
 *
 * curve(k) = (Yₜ(k) − Yc(k) × Nₜ(k) / Nc(k)) / N, over the first k of N persons
 *
 * - N. Radcliffe. Using control groups to target on predicted lift. Direct Marketing Analytics
 *   Journal, 2007.
 *
 * Cost: O(people).
 *
 * @param order from `rankForTreatment` @param counts weight of each person (bootstrap draws); 1 if omitted
 * @returns NaN when either arm is empty
 */
export function qiniOf(
  { treated, outcomes }: Omit<RankedTreatment, "scores">,
  order: Int32Array,
  counts?: ArrayLike<number>,
): number {
  const people = [0, 0];
  const outcome = [0, 0];
  let area = 0;
  let total = 0;
  for (const n of order) {
    const count = counts ? counts[n]! : 1;
    if (count === 0) continue;
    const arm = treated[n]!;
    people[arm]! += count;
    outcome[arm]! += count * outcomes[n]!;
    total += count;
    area += count * gainOf(people, outcome);
  }
  if (people[0] === 0 || people[1] === 0) return NaN;
  // The mean height of the straight line is half its end.
  return (area / total - gainOf(people, outcome) / 2) / total;
}

function gainOf(people: readonly number[], outcome: readonly number[]): number {
  return people[0]! > 0 ? outcome[1]! - (outcome[0]! * people[1]!) / people[0]! : outcome[1]!;
}

/**
 * Mean outcome of treated minus control among the first `share` of the order.
 *
 * @returns NaN when either arm is empty there
 */
export function upliftOfTop(
  { treated, outcomes }: Omit<RankedTreatment, "scores">,
  order: Int32Array,
  share: number,
): number {
  const people = [0, 0];
  const outcome = [0, 0];
  for (const n of order.subarray(0, Math.round(share * order.length))) {
    people[treated[n]!]!++;
    outcome[treated[n]!]! += outcomes[n]!;
  }
  return outcome[1]! / people[1]! - outcome[0]! / people[0]!;
}
