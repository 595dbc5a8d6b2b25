import { unitHash } from "~/experiments/draw-arm";
import { sharedPrior } from "~/ml/experiments/arms";
import { bestArm } from "~/ml/experiments/test-then-commit";
import { chancesToBeBest } from "~/ml/experiments/thompson-sampling";
import { createRandomNumbers } from "~/ml/numerics/random";
import type { CampaignTest } from "../campaign";

/** What came of one of the two so far. */
export interface VariantResult {
  readonly sent: number;
  /** People who clicked, robots left out. */
  readonly clicked: number;
}
export type VariantResults = readonly [VariantResult, VariantResult];

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
 * Which of the two a profile gets in a part; null: it belongs to another part. A hash draws, so that
 * planning again gives the same.
 *
 * @param secondShare share of the part that gets the second
 */
export function variantIn(
  part: number,
  test: CampaignTest | null,
  secondShare: number,
  { shopId, campaignId, profileId }: Draw,
): 0 | 1 | null {
  if (test === null) return 0;
  const place = unitHash(`${shopId}|campaign-test/${campaignId}|${profileId}`);
  const own = Math.min(Math.floor(place / test.testShare), partsOf(test) - 1);
  if (own !== part) return null;
  return unitHash(`${shopId}|campaign-arm/${campaignId}|${profileId}`) < secondShare ? 1 : 0;
}

/** How a part is shared out. */
export interface PartShares {
  readonly secondShare: number;
  /** The better of the two, where the rest gets that one; else null. */
  readonly chosen: 0 | 1 | null;
}

/** Click rates lie around 3 %, as sure as 50 mails are; one is believed to be as both are, as sure as 200. */
const BEFORE = { a: 1.5, b: 48.5 };
const STRENGTH = 200;
const DRAWS = 2_000;

/**
 * Shares out a part by what came of the parts before it: the first in halves, the rest to the one with the higher
 * click rate (the first where they are even), or each step by the chance that the second is the better one. Neither
 * falls below the least share.
 */
export function shareOut(
  part: number,
  test: CampaignTest,
  results: VariantResults,
  campaignId: string,
): PartShares {
  if (part === 0) return { secondShare: 0.5, chosen: null };
  const counts = {
    sends: results.map(({ sent }) => sent),
    clicks: results.map(({ clicked }) => clicked),
  };
  if (test.rule === "commit") {
    const chosen = bestArm(counts) === 1 ? 1 : 0;
    return { secondShare: within(chosen, test.minimumShare), chosen };
  }
  const prior = sharedPrior(counts, BEFORE, STRENGTH);
  const random = createRandomNumbers(Math.floor(unitHash(`${campaignId}|${part}`) * 2 ** 31));
  const [, chance = 0.5] = chancesToBeBest(counts, { prior, draws: DRAWS }, random);
  return { secondShare: within(chance, test.minimumShare), chosen: null };
}

const within = (share: number, least: number) => Math.min(Math.max(share, least), 1 - least);
