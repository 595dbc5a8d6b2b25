import { unitHash } from "~/experiments/draw-holdout";
import type { ProfileId } from "~/lib/profile-id";
import { sharedPrior } from "~/ml/experiments/arms";
import { bestArm } from "~/ml/experiments/test-then-commit";
import { probabilitiesToBeBest } from "~/ml/experiments/thompson-sampling";
import { createRandomNumbers } from "~/ml/numerics/random";
import { getVariantCount, type CampaignTest } from "../campaign";

/** The results of a variant so far. */
export interface CampaignVariantResult {
  readonly sent: number;
  /** Recipients with a human click. */
  readonly clicked: number;
}

interface Draw {
  readonly shopId: string;
  readonly campaignId: string;
  readonly profileId: ProfileId;
}

/** Number of waves: one without a test, two for `commit`, more for `gradual`. */
export function getWaveCount(test: CampaignTest | null): number {
  if (test === null) return 1;
  return test.rule === "commit" ? 2 : Math.ceil(1 / test.testShare - 1e-9);
}

/**
 * The variant of a profile in a wave; null if it belongs to another wave. Drawn by a hash, so that planning
 * again gives the same result.
 *
 * @param shares share of each variant in the wave
 */
export function drawVariant(
  wave: number,
  test: CampaignTest | null,
  shares: readonly number[],
  { shopId, campaignId, profileId }: Draw,
): number | null {
  if (test === null) return 0;
  const position = unitHash(`${shopId}|campaign-test/${campaignId}|${profileId}`);
  const ownWave = Math.min(Math.floor(position / test.testShare), getWaveCount(test) - 1);
  if (ownWave !== wave) return null;
  // The last variants take the lowest draws: of two, the second is drawn below its share.
  let remaining = unitHash(`${shopId}|campaign-variant/${campaignId}|${profileId}`);
  for (let variant = shares.length - 1; variant > 0; variant--) {
    remaining -= shares[variant] ?? 0;
    if (remaining < 0) return variant;
  }
  return 0;
}

/** The allocation of a wave. */
export interface WaveShares {
  /** One share per variant; they add up to 1. */
  readonly shares: readonly number[];
  /** The best variant, if the rest gets it; else null. */
  readonly chosen: number | null;
}

/** Prior for click rates: about 3% with the weight of 50 emails; each variant shrinks to the pooled rate with a weight of 200. */
const CLICK_RATE_PRIOR = { a: 1.5, b: 48.5 };
const PRIOR_STRENGTH = 200;
const DRAWS = 2_000;

/**
 * Allocates a wave by the results of the previous ones: the first equally, the rest to the variant with the highest
 * click rate (ties go to the first), or each wave by the probability that a variant is the best. The other variants
 * together keep the minimum share, split evenly.
 */
export function allocateShares(
  wave: number,
  test: CampaignTest,
  results: readonly CampaignVariantResult[],
  campaignId: string,
): WaveShares {
  const versions = getVariantCount(test);
  if (wave === 0) return { shares: equalShares(versions), chosen: null };
  const counts = {
    sends: results.map(({ sent }) => sent),
    clicks: results.map(({ clicked }) => clicked),
  };
  const minShare = test.minimumShare / (versions - 1);
  if (test.rule === "commit") {
    const chosen = bestArm(counts);
    const shares = results.map((_, n) => (n === chosen ? 1 - test.minimumShare : minShare));
    return { shares, chosen };
  }
  const prior = sharedPrior(counts, CLICK_RATE_PRIOR, PRIOR_STRENGTH);
  const random = createRandomNumbers(Math.floor(unitHash(`${campaignId}|${wave}`) * 2 ** 31));
  const chances = probabilitiesToBeBest(counts, { prior, draws: DRAWS }, random);
  return { shares: raiseToMinimum([...chances], minShare), chosen: null };
}

export const equalShares = (versions: number): readonly number[] =>
  Array.from({ length: versions }, () => 1 / versions);

/** Raises shares below `minShare` to it, at the proportional expense of the others. */
function raiseToMinimum(shares: readonly number[], minShare: number): readonly number[] {
  const isLow = shares.map((share) => share < minShare);
  const high = shares.reduce((sum, share, n) => (isLow[n] ? sum : sum + share), 0);
  const remaining = 1 - minShare * isLow.filter(Boolean).length;
  const raised = shares.map((share, n) => (isLow[n] ? minShare : (share / high) * remaining));
  // Lowering the others may have pushed one of them below the minimum.
  return raised.some((share) => share < minShare - 1e-9)
    ? raiseToMinimum(raised, minShare)
    : raised;
}
