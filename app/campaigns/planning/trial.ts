import { unitHash } from "~/experiments/draw-arm";
import { sharedPrior } from "~/ml/experiments/arms";
import { bestArm } from "~/ml/experiments/test-then-commit";
import { chancesToBeBest } from "~/ml/experiments/thompson-sampling";
import { createRandomNumbers } from "~/ml/numerics/random";
import { versionsOf, type CampaignTest } from "../campaign";

/** What came of one of the versions so far. */
export interface VariantResult {
  readonly sent: number;
  /** People who clicked, robots left out. */
  readonly clicked: number;
}

interface Draw {
  readonly shopId: string;
  readonly campaignId: string;
  readonly profileId: string;
}

/** In how many parts an audience is planned, one after the other: at once, as test and rest, or step by step. */
export function partsOf(test: CampaignTest | null): number {
  if (test === null) return 1;
  return test.rule === "commit" ? 2 : Math.ceil(1 / test.testShare - 1e-9);
}

/**
 * Which version a profile gets in a part; null: it belongs to another part. A hash draws, so that planning again gives
 * the same.
 *
 * @param shares of the part, a version each
 */
export function variantIn(
  part: number,
  test: CampaignTest | null,
  shares: readonly number[],
  { shopId, campaignId, profileId }: Draw,
): number | null {
  if (test === null) return 0;
  const place = unitHash(`${shopId}|campaign-test/${campaignId}|${profileId}`);
  const own = Math.min(Math.floor(place / test.testShare), partsOf(test) - 1);
  if (own !== part) return null;
  // The last versions lie lowest: of two, the second is drawn below its share.
  let left = unitHash(`${shopId}|campaign-arm/${campaignId}|${profileId}`);
  for (let variant = shares.length - 1; variant > 0; variant--) {
    left -= shares[variant] ?? 0;
    if (left < 0) return variant;
  }
  return 0;
}

/** How a part is shared out. */
export interface PartShares {
  /** A version each; they add up to 1. */
  readonly shares: readonly number[];
  /** The best of them, where the rest gets that one; else null. */
  readonly chosen: number | null;
}

/** Click rates lie around 3 %, as sure as 50 mails are; one is believed to be as all are, as sure as 200. */
const BEFORE = { a: 1.5, b: 48.5 };
const STRENGTH = 200;
const DRAWS = 2_000;

/**
 * Shares out a part by what came of the parts before it: the first in equal shares, the rest to the one with the highest
 * click rate (the first of those that are even), or each step by the chance that a version is the best one. The others
 * together do not fall below the least share, and each has its part of that.
 */
export function shareOut(
  part: number,
  test: CampaignTest,
  results: readonly VariantResult[],
  campaignId: string,
): PartShares {
  const versions = versionsOf(test);
  if (part === 0) return { shares: equalShares(versions), chosen: null };
  const counts = {
    sends: results.map(({ sent }) => sent),
    clicks: results.map(({ clicked }) => clicked),
  };
  const least = test.minimumShare / (versions - 1);
  if (test.rule === "commit") {
    const chosen = bestArm(counts);
    const shares = results.map((_, n) => (n === chosen ? 1 - test.minimumShare : least));
    return { shares, chosen };
  }
  const prior = sharedPrior(counts, BEFORE, STRENGTH);
  const random = createRandomNumbers(Math.floor(unitHash(`${campaignId}|${part}`) * 2 ** 31));
  const chances = chancesToBeBest(counts, { prior, draws: DRAWS }, random);
  return { shares: atLeast([...chances], least), chosen: null };
}

export const equalShares = (versions: number): readonly number[] =>
  Array.from({ length: versions }, () => 1 / versions);

/** Raises to `least` what is below, at the cost of the rest in proportion. */
function atLeast(shares: readonly number[], least: number): readonly number[] {
  const isLow = shares.map((share) => share < least);
  const high = shares.reduce((sum, share, n) => (isLow[n] ? sum : sum + share), 0);
  const left = 1 - least * isLow.filter(Boolean).length;
  const raised = shares.map((share, n) => (isLow[n] ? least : (share / high) * left));
  // What was just high enough may have been lowered too far.
  return raised.some((share) => share < least - 1e-9) ? atLeast(raised, least) : raised;
}
