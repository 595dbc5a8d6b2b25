import { evidenceOfMore } from "~/ml/experiments/sequential-difference";

/** Net revenue of the people of one arm since the start, in any unit. */
export interface VariantTotals {
  readonly people: number;
  readonly sum: number;
  readonly sumOfSquares: number;
}

type RolloutRule = "control_earns_more" | "harm" | "no_gain";

interface RolloutVerdict {
  readonly kind: "keeps" | "reverts";
  /** Which rule takes it back; null: none does. */
  readonly rule: RolloutRule | null;
  /** Mean net revenue of a person. */
  readonly controlMean: number;
  readonly treatedMean: number;
}

/** Nobody is tried in a shop that mails fewer people in 28 days: what it earns could not be told apart. */
export const MIN_PEOPLE = 500;
/**
 * Share of the customers whom a learned limit may reach before the merchant approves it. By lot, so
 * somewhat below the fifth of the customers that no automatic change may touch.
 */
export const TRIED_SHARE = 0.15;

/** A difference of so much of the control's mean is what is expected, if there is one. */
const EXPECTED_EFFECT = 0.15;
/** Chance of 5 % at most, over all looks, to take back what does no harm. */
const MIN_EVIDENCE = 20;
/** A loss of a tenth needs less evidence, once two weeks have passed. */
const HARM_RULE = { evidence: 6, loss: 0.1, days: 14 };
/** A change that has not paid by then ends. */
const MAX_DAYS = 56;

/**
 * Whether a change of how often people are written to goes on, by net revenue per person: control
 * against treated, both as they were drawn, whatever they got. Asked once a day.
 *
 * 1. `control_earns_more`: the evidence that the control earns more, which is valid at every look,
 *    reaches 20.
 * 2. `harm`: after 14 days the control earns at least a tenth more, with evidence of 6.
 * 3. `no_gain`: after 56 days the treated have not earned more. Without a gain that can be seen, the
 *    merchant's setting stands.
 *
 * @param days since the change
 * @param endsWithoutGain whether the third rule holds
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

/** Of the mean. */
function varianceOf({ people, sum, sumOfSquares }: VariantTotals): number {
  if (people < 2) return Infinity;
  const spread = Math.max(0, sumOfSquares - sum ** 2 / people) / (people - 1);
  return spread / people;
}
