import { evidenceOfMore } from "~/ml/experiments/sequential-difference";

/** Net revenue of one variant's profiles since the start, in any unit. */
export interface VariantTotals {
  readonly people: number;
  readonly sum: number;
  readonly sumOfSquares: number;
}

type RolloutRule = "control_earns_more" | "harm" | "no_gain";

interface RolloutVerdict {
  readonly kind: "keeps" | "reverts";
  /** The rule that reverts it; null: none. */
  readonly rule: RolloutRule | null;
  /** Mean net revenue per profile. */
  readonly controlMean: number;
  readonly treatedMean: number;
}

/** Minimum profiles emailed in 28 days for a test: with fewer the effect cannot be measured. */
export const MIN_PEOPLE = 500;
/**
 * Share of customers in the test of learned limits. Assignment is random, so it is below the fifth that
 * automatic decisions may affect.
 */
export const TEST_SHARE = 0.15;

/** Expected effect, relative to the control's mean. */
const EXPECTED_EFFECT = 0.15;
/** E-value threshold: at most 5% false reverts over all daily looks. */
const MIN_EVIDENCE = 20;
/** After two weeks, a loss of a tenth needs less evidence. */
const HARM_RULE = { evidence: 6, loss: 0.1, days: 14 };
/** A decision without a gain by then ends. */
const MAX_DAYS = 56;

/**
 * Decides whether a frequency decision continues, by net revenue per profile of control against treated as
 * assigned (intention to treat). Evaluated once a day.
 *
 * 1. `control_earns_more`: the e-value that the control earns more, valid at every look, reaches 20.
 * 2. `harm`: after 14 days the control earns at least a tenth more, with an e-value of 6.
 * 3. `no_gain`: after 56 days the treated have not earned more. Without a visible gain the merchant's setting
 * is restored.
 *
 * @param days since the decision
 * @param endsWithoutGain whether the third rule applies
 */
export function judgeRollout(
  control: VariantTotals,
  treated: VariantTotals,
  days: number,
  { endsWithoutGain } = { endsWithoutGain: true },
): RolloutVerdict {
  const controlMean = meanOf(control);
  const treatedMean = meanOf(treated);
  const difference = controlMean - treatedMean;
  const error = Math.sqrt(varianceOf(control) + varianceOf(treated));
  const means = { controlMean, treatedMean };
  const reverts = (rule: RolloutRule) => ({ kind: "reverts", rule, ...means }) as const;
  if (controlMean > 0 && difference > 0 && error > 0) {
    const evidence = evidenceOfMore(difference, error, EXPECTED_EFFECT * controlMean);
    if (evidence >= MIN_EVIDENCE) return reverts("control_earns_more");
    const isLarge = difference >= HARM_RULE.loss * controlMean;
    if (days >= HARM_RULE.days && isLarge && evidence >= HARM_RULE.evidence) return reverts("harm");
  }
  if (endsWithoutGain && days >= MAX_DAYS && difference >= 0) return reverts("no_gain");
  return { kind: "keeps", rule: null, ...means };
}

const meanOf = ({ people, sum }: VariantTotals) => (people === 0 ? 0 : sum / people);

/** Variance of the mean. */
function varianceOf({ people, sum, sumOfSquares }: VariantTotals): number {
  if (people < 2) return Infinity;
  const spread = Math.max(0, sumOfSquares - sum ** 2 / people) / (people - 1);
  return spread / people;
}
