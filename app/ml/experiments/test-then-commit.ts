import { splitByShares, type ArmCounts } from "./arms";

/**
 * The test phase of an A/B test: an equal part of the audience for each arm. The rest waits for the winner from
 * `bestArm`.
 *
 * @param testShare share of the audience for the test, in [0, 1]
 * @returns sends per arm
 */
export function planTest(audience: number, arms: number, testShare: number): Int32Array {
  return splitByShares(Math.round(audience * testShare), new Uint8Array(arms).fill(1));
}

/** The arm with the highest click rate, ties to the lower one; an arm without sends counts 0. */
export function bestArm({ sends, clicks }: ArmCounts): number {
  let best = 0;
  let highest = -1;
  for (let arm = 0; arm < sends.length; arm++) {
    const rate = sends[arm]! > 0 ? clicks[arm]! / sends[arm]! : 0;
    if (rate > highest) [best, highest] = [arm, rate];
  }
  return best;
}
