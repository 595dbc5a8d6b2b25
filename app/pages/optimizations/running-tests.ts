import {
  CONTROL_SHARE,
  OWN_VARIANT,
  scopeKey,
  type Experiment,
  type VariantShare,
} from "~/experiments/optimization/experiment";
import { isLearned } from "~/experiments/optimization/decision-evidence";
import type { LoggedDecision } from "~/experiments/optimization/experiment-store.server";
import type { DrawnVariant } from "~/feedback/gains/drawn-variant-store.server";
import { compareRates } from "~/ml/experiments/compare-rates";

/** A variant of a running test with its use and results so far. */
interface TestedVariant extends VariantShare {
  readonly customers: number;
  /** Emails old enough for their clicks to count, and those clicked. */
  readonly emails: number;
  readonly clicks: number;
}

/** What is known so far about the tested variant with the most clicks. */
interface ClickDifference {
  readonly variant: string;
  /** Clicks per email more than with the merchant's setting, as a 95% interval. */
  readonly low: number;
  readonly high: number;
}

export interface RunningTest {
  readonly experiment: Experiment;
  /** null: no email has been sent with it yet. */
  readonly since: Date | null;
  readonly variants: readonly TestedVariant[];
  /** null: too few emails, or no test of clicks. */
  readonly difference: ClickDifference | null;
}

/** With fewer emails on a side an interval says nothing. */
const MIN_EMAILS = 50;
/** Decisions after which a test has ended: the chosen variant has all but the control. */
const ENDING: readonly LoggedDecision["evidence"]["kind"][] = ["value", "approved"];
/** Decisions that start a test. */
const STARTING: readonly LoggedDecision["evidence"]["kind"][] = ["trial", "tolerance"];

/**
 * The experiments whose outcome is open: at least two variants are used, none of them by decision with all but the
 * control, and the merchant has not stopped them.
 *
 * @param newest decisions by experiment, newest first
 */
export function listRunningTests(
  experiments: readonly Experiment[],
  newest: ReadonlyMap<string, readonly LoggedDecision[]>,
  drawn: readonly DrawnVariant[],
): RunningTest[] {
  return experiments.flatMap((experiment) => {
    const inForce = (newest.get(scopeKey(experiment)) ?? []).filter((it) => it.revertedAt === null);
    const used = experiment.variants.filter(({ share }) => share > 0);
    if (experiment.isHeld || used.length < 2 || isSettled(used, inForce)) return [];
    const own = drawn.filter((it) => scopeKey(it) === scopeKey(experiment));
    const variants = used.map((share) => {
      const result = own.find(({ variant }) => variant === share.variant);
      const { customers = 0, emails = 0, clicks = 0 } = result ?? {};
      return { ...share, customers, emails, clicks };
    });
    const began = inForce.find(({ evidence }) => STARTING.includes(evidence.kind))?.decidedAt;
    const firstSent = own.map(({ since }) => since).sort((a, b) => +a - +b)[0];
    return [
      {
        experiment,
        variants,
        since: began ?? firstSent ?? null,
        difference: compareClicks(variants),
      },
    ];
  });
}

function isSettled(used: readonly VariantShare[], [newest]: readonly LoggedDecision[]): boolean {
  const isEnded = newest && ENDING.includes(newest.evidence.kind) && isLearned(newest);
  // Shares are sums of fractions.
  return isEnded === true && used.some(({ share }) => share >= 1 - CONTROL_SHARE - 1e-9);
}

/** Compares the tested variant with the highest click rate with the merchant's setting. */
function compareClicks(variants: readonly TestedVariant[]): ClickDifference | null {
  const own = variants.find(({ variant }) => variant === OWN_VARIANT);
  const [best] = variants
    .filter((it) => it.variant !== OWN_VARIANT && it.emails >= MIN_EMAILS)
    .toSorted((a, b) => b.clicks / b.emails - a.clicks / a.emails);
  if (!own || own.emails < MIN_EMAILS || !best) return null;
  const rate = ({ emails, clicks }: TestedVariant) => ({ people: emails, ordered: clicks });
  const { low, high } = compareRates(rate(best), rate(own));
  return { variant: best.variant, low, high };
}
