import { OWN_VARIANT, type Experiment, type VariantShare } from "../optimization/experiment";
import type { PolicyChoice } from "./decide-policy";
import { stepShares } from "./step-shares";

/** Ignore changes of a share below 10 points. */
const MIN_SHARE_CHANGE = 0.1;
/** Without a variant that is this many times as likely to be the best as by chance alone, the shares stay. */
const MIN_LEAN = 1.2;
/** Probability of being the best from which the merchant is asked to let it reach more customers. */
const MIN_PROPOSED_CHANCE = 0.8;

/** What limits the next step of an experiment. */
export interface StepLimits {
  /** Share of the shop's customers who get the email, in [0, 1]. */
  readonly reach: number;
  /** Whether the merchant approved a decision of this experiment. */
  readonly isApproved: boolean;
  /** The variant that waits for the merchant's approval; null: none. */
  readonly proposed: string | null;
}

/** New shares of an experiment. */
export interface ExperimentStep {
  readonly variants: readonly VariantShare[];
  /** Whether the merchant is asked to let it go further. */
  readonly awaitsApproval: boolean;
}

/**
 * The step toward the chosen shares that is allowed today.
 *
 * @returns null: the shares stay, because no variant stands out or the change is small
 */
export function followChoice(
  experiment: Pick<Experiment, "kind" | "variants">,
  choice: PolicyChoice,
  { reach, isApproved, proposed }: StepLimits,
): ExperimentStep | null {
  const { evidence } = choice;
  if (evidence.chance < MIN_LEAN / choice.shares.length) return null;
  const isFree = isApproved || evidence.isSupported;
  const { variants, isLimited } = stepShares(experiment, choice, { reach, isFree });
  const awaitsApproval =
    isLimited && evidence.favored !== OWN_VARIANT && evidence.chance >= MIN_PROPOSED_CHANCE;
  const isNew = awaitsApproval && proposed !== evidence.favored;
  if (!isNew && !isNoticeable(experiment.variants, variants)) return null;
  return { variants, awaitsApproval };
}

function isNoticeable(before: readonly VariantShare[], after: readonly VariantShare[]): boolean {
  return after.some(({ share, groupShares = [share] }, n) => {
    const from = before[n];
    return groupShares.some(
      (it, group) =>
        Math.abs(it - (from?.groupShares?.[group] ?? from?.share ?? 0)) >= MIN_SHARE_CHANGE - 1e-9,
    );
  });
}
