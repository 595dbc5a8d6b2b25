import { approvedArms, OWN, type ArmShare } from "../choices/choice";
import type { Evidence } from "../choices/change";
import { TRIED_SHARE } from "./rollout";

/** Each customer's own learned limit. */
const LEARNED = "tolerance";
/** One email in seven days for everybody. */
const ONE_A_WEEK = "one_a_week";

/** Learned limits, tried with as many customers as may be without the merchant's approval. */
export const TRIED_ARMS: readonly ArmShare[] = [
  { arm: OWN, text: null, share: 1 - TRIED_SHARE },
  { arm: LEARNED, text: null, share: TRIED_SHARE },
];

/** What the merchant approves: one email a week where that was proposed, or else what is tried. */
export function approvedFrequency(
  arms: readonly ArmShare[],
  { kind }: Pick<Evidence, "kind">,
): ArmShare[] {
  if (kind !== "fatigue") return approvedArms(arms);
  return approvedArms([OWN, ONE_A_WEEK].map((arm) => ({ arm, text: null, share: 0 })));
}

export const isOneAWeek = (arms: readonly ArmShare[]) => arms.some(({ arm }) => arm === ONE_A_WEEK);

/**
 * Most emails in seven days for somebody who was drawn into an arm; null: the merchant's cap stands alone.
 *
 * @param learned the person's own limit; null: none is learned
 */
export function capOfArm(arm: string, learned: number | null): number | null {
  if (arm === ONE_A_WEEK) return 1;
  return arm === LEARNED ? learned : null;
}
