import { sharedPrior } from "~/ml/experiments/arms";
import { bestArm } from "~/ml/experiments/test-then-commit";
import { probabilitiesToBeBest } from "~/ml/experiments/thompson-sampling";
import { createRandomNumbers } from "~/ml/numerics/random";
import { unitHash } from "../draw-holdout";
import {
  CONTROL_SHARE,
  OWN_VARIANT,
  scopeKey,
  type VariantShare,
  type Experiment,
} from "./experiment";

/** Results of one variant: sent emails, and those with a human click. */
export interface VariantResult {
  readonly variant: string;
  readonly sends: number;
  readonly clicks: number;
}

/** Evidence of a decision. */
interface ChoiceEvidence {
  readonly variants: readonly VariantResult[];
  /** The variant with the largest share now. */
  readonly favored: string;
  /** Probability in [0, 1] that it has the highest click rate. */
  readonly chance: number;
}

export type ExperimentDecision =
  | {
      readonly kind: "kept";
      readonly reason: "held" | "too_few_emails" | "not_clear" | "as_before";
    }
  | {
      readonly kind: "changed";
      readonly variants: readonly VariantShare[];
      readonly evidence: ChoiceEvidence;
    };

/** Minimum emails per variant before a decision. */
const MIN_SENDS = 200;
/** Emails per variant after which a test ends, however close the results. */
const ENOUGH_SENDS = 3_000;
/** Probability at which a test ends early. */
const MIN_CONFIDENCE = 0.95;
/**
 * Beta prior of click rates: 3% with the weight of 50 emails. Each variant's prior is the pooled rate with
 * the weight of 200.
 */
const PRIOR = { a: 1.5, b: 48.5 };
const PRIOR_STRENGTH = 200;
const DRAWS = 1_000;
/** Ignore changes of a share below 10 points. */
const MIN_SHARE_CHANGE = 0.1;
/** Minimum share, so that a variant can recover from bad luck. */
const MIN_SHARE = 0.02;

/**
 * Decides an experiment by the results of its variants.
 *
 * Subjects, layouts and send times are A/B tests: shares stay until one variant is the best with 95%
 * probability or all have enough emails; the winner then gets all but the control. Recommendation lists are a
 * multi-armed bandit: shares follow the probability to be the best, since purchases follow the season and no
 * test would end.
 *
 * @param day days since 1970; seeds the draws together with the experiment's key
 */
export function decideExperiment(
  experiment: Experiment,
  results: readonly VariantResult[],
  day: number,
): ExperimentDecision {
  if (experiment.isHeld) return { kind: "kept", reason: "held" };
  const candidates = experiment.variants.map((variant): Candidate => ({
    ...variant,
    chance: 0,
    ...resultOf(results, variant),
  }));
  if (candidates.some(({ sends }) => sends < MIN_SENDS)) {
    return { kind: "kept", reason: "too_few_emails" };
  }
  const counts = {
    sends: candidates.map(({ sends }) => sends),
    clicks: candidates.map(({ clicks }) => clicks),
  };
  const prior = sharedPrior(counts, PRIOR, PRIOR_STRENGTH);
  const random = createRandomNumbers(
    Math.floor(unitHash(`${scopeKey(experiment)}|${day}`) * 2 ** 31),
  );
  const chances = probabilitiesToBeBest(counts, { prior, draws: DRAWS }, random);
  const rated = candidates.map((it, n) => ({ ...it, chance: chances[n] ?? 0 }));

  if (experiment.kind === "products") return settle(rated, sharesByChance(rated));
  const best = rated[bestArm(counts)];
  const isOver = rated.every(({ sends }) => sends >= ENOUGH_SENDS);
  if (!best || (best.chance < MIN_CONFIDENCE && !isOver))
    return { kind: "kept", reason: "not_clear" };
  return settle(rated, sharesOfWinner(rated, best.variant));
}

/** A variant with its results and its probability to be the best. */
interface Candidate extends VariantShare, Omit<VariantResult, "variant"> {
  readonly chance: number;
}

function resultOf(results: readonly VariantResult[], { variant }: VariantShare): VariantResult {
  return results.find((result) => result.variant === variant) ?? { variant, sends: 0, clicks: 0 };
}

/** All for the winner, except the control if the winner is not the merchant's own. */
function sharesOfWinner(variants: readonly Candidate[], winner: string): number[] {
  const control = winner === OWN_VARIANT ? 0 : CONTROL_SHARE;
  return variants.map(({ variant }) => {
    if (variant === winner) return 1 - control;
    return variant === OWN_VARIANT ? control : 0;
  });
}

/**
 * Thompson sampling: shares equal the probability to be the best, with a floor. Variants above their floor
 * cover the difference in proportion.
 */
function sharesByChance(variants: readonly Candidate[]): number[] {
  const floored = variants.map(({ variant, chance }) => {
    const floor = variant === OWN_VARIANT ? CONTROL_SHARE : MIN_SHARE;
    return { floor, above: Math.max(0, chance - floor) };
  });
  const free = 1 - floored.reduce((sum, { floor }) => sum + floor, 0);
  const all = floored.reduce((sum, { above }) => sum + above, 0);
  return floored.map(({ floor, above }) => floor + (free * above) / all);
}

function settle(before: readonly Candidate[], shares: readonly number[]): ExperimentDecision {
  const after = before.map((variant, n) => ({
    ...variant,
    was: variant.share,
    share: shares[n] ?? 0,
  }));
  if (after.every(({ share, was }) => Math.abs(share - was) < MIN_SHARE_CHANGE)) {
    return { kind: "kept", reason: "as_before" };
  }
  const favored = after.reduce((best, variant) => (variant.share > best.share ? variant : best));
  return {
    kind: "changed",
    variants: after.map(({ variant, text, share }) => ({ variant, text, share })),
    evidence: {
      variants: after.map(({ variant, sends, clicks }) => ({ variant, sends, clicks })),
      favored: favored.variant,
      chance: favored.chance,
    },
  };
}
