import { sharedPrior } from "~/ml/experiments/arms";
import { bestArm } from "~/ml/experiments/test-then-commit";
import { chancesToBeBest } from "~/ml/experiments/thompson-sampling";
import { createRandomNumbers } from "~/ml/numerics/random";
import { unitHash } from "../draw-holdout";
import {
  CONTROL_SHARE,
  OWN_VARIANT,
  scopeKey,
  type VariantShare,
  type Experiment,
} from "./experiment";

/** What came of one arm: mails that were sent, and those in which a person clicked. */
export interface VariantResult {
  readonly arm: string;
  readonly sends: number;
  readonly clicks: number;
}

/** What a change rests on. */
interface ChoiceEvidence {
  readonly arms: readonly VariantResult[];
  /** The arm that gets most of the mails now. */
  readonly favoured: string;
  /** Chance in [0, 1] that it is clicked in most. */
  readonly chance: number;
}

export type ExperimentDecision =
  | { readonly kind: "kept"; readonly reason: "held" | "too_few_mails" | "not_clear" | "as_before" }
  | {
      readonly kind: "changed";
      readonly arms: readonly VariantShare[];
      readonly evidence: ChoiceEvidence;
    };

/** Mails of each arm before anything is told of it. */
const MIN_SENDS = 200;
/** Mails of each arm after which a test ends, however close its arms are. */
const ENOUGH_SENDS = 3_000;
/** How sure a test must be to end before that. */
const MIN_CONFIDENCE = 0.95;
/** Click rates lie around 3 %, as sure as 50 mails are; an arm is believed to be as all are, as sure as 200. */
const PRIOR = { a: 1.5, b: 48.5 };
const PRIOR_STRENGTH = 200;
const DRAWS = 1_000;
/** A share that moves by less is left where it is: not every breath is a change. */
const MIN_SHARE_CHANGE = 0.1;
/** An arm keeps so much, that its luck can turn. */
const MIN_SHARE = 0.02;

/**
 * What becomes of a choice with what came of its arms.
 *
 * Subjects, layouts and hours are tested and then committed to: as they are until one is the best by
 * 95 %, or all have had their share of mails; then it gets all but the control. Lists of products are a bandit: each gets
 * the mails by its chance to be the best, since what is bought follows the season and no test ends.
 *
 * @param day days since 1970, which fixes the draws with the choice's name
 */
export function decideExperiment(
  experiment: Experiment,
  results: readonly VariantResult[],
  day: number,
): ExperimentDecision {
  if (experiment.isHeld) return { kind: "kept", reason: "held" };
  const candidates = experiment.arms.map((arm): Candidate => ({
    ...arm,
    chance: 0,
    ...resultOf(results, arm),
  }));
  if (candidates.some(({ sends }) => sends < MIN_SENDS)) {
    return { kind: "kept", reason: "too_few_mails" };
  }
  const counts = {
    sends: candidates.map(({ sends }) => sends),
    clicks: candidates.map(({ clicks }) => clicks),
  };
  const prior = sharedPrior(counts, PRIOR, PRIOR_STRENGTH);
  const random = createRandomNumbers(
    Math.floor(unitHash(`${scopeKey(experiment)}|${day}`) * 2 ** 31),
  );
  const chances = chancesToBeBest(counts, { prior, draws: DRAWS }, random);
  const rated = candidates.map((it, n) => ({ ...it, chance: chances[n] ?? 0 }));

  if (experiment.kind === "products") return settle(rated, sharesByChance(rated));
  const best = rated[bestArm(counts)];
  const isOver = rated.every(({ sends }) => sends >= ENOUGH_SENDS);
  if (!best || (best.chance < MIN_CONFIDENCE && !isOver))
    return { kind: "kept", reason: "not_clear" };
  return settle(rated, sharesOfWinner(rated, best.arm));
}

/** An arm with what came of it, and how sure it is the best. */
interface Candidate extends VariantShare, Omit<VariantResult, "arm"> {
  readonly chance: number;
}

function resultOf(results: readonly VariantResult[], { arm }: VariantShare): VariantResult {
  return results.find((result) => result.arm === arm) ?? { arm, sends: 0, clicks: 0 };
}

/** All for the winner, but for the control where that is not the merchant's own. */
function sharesOfWinner(variants: readonly Candidate[], winner: string): number[] {
  const control = winner === OWN_VARIANT ? 0 : CONTROL_SHARE;
  return variants.map(({ arm }) => {
    if (arm === winner) return 1 - control;
    return arm === OWN_VARIANT ? control : 0;
  });
}

/**
 * Thompson's rule: to each the share that is its chance to be the best. None falls below its floor;
 * those above theirs give the rest, each by how far it is above.
 */
function sharesByChance(variants: readonly Candidate[]): number[] {
  const floored = variants.map(({ arm, chance }) => {
    const floor = arm === OWN_VARIANT ? CONTROL_SHARE : MIN_SHARE;
    return { floor, above: Math.max(0, chance - floor) };
  });
  const free = 1 - floored.reduce((sum, { floor }) => sum + floor, 0);
  const all = floored.reduce((sum, { above }) => sum + above, 0);
  return floored.map(({ floor, above }) => floor + (free * above) / all);
}

function settle(before: readonly Candidate[], shares: readonly number[]): ExperimentDecision {
  const after = before.map((arm, n) => ({ ...arm, was: arm.share, share: shares[n] ?? 0 }));
  if (after.every(({ share, was }) => Math.abs(share - was) < MIN_SHARE_CHANGE)) {
    return { kind: "kept", reason: "as_before" };
  }
  const favoured = after.reduce((best, arm) => (arm.share > best.share ? arm : best));
  return {
    kind: "changed",
    arms: after.map(({ arm, text, share }) => ({ arm, text, share })),
    evidence: {
      arms: after.map(({ arm, sends, clicks }) => ({ arm, sends, clicks })),
      favoured: favoured.arm,
      chance: favoured.chance,
    },
  };
}
