import type { FatigueEvidence } from "~/ml/customers/email-fatigue";
import {
  MERCHANT_SETTING,
  OWN_VARIANT,
  type VariantShare,
  type Experiment,
} from "../optimization/experiment";
import type { DecisionEvidence } from "../optimization/decision-evidence";
import { isOneAWeek, TRIED_SHARES } from "./frequency-variants";
import { MIN_PEOPLE, judgeRollout, type VariantTotals } from "./rollout";

/** A change of how often the shop writes, as it was logged. */
interface FrequencyChange {
  readonly changedAt: Date;
  readonly evidence: DecisionEvidence;
}

/** How often a shop writes, as it stands. */
export interface FrequencyState {
  /** The merchant's caps; learned limits for a share of the customers; or what the merchant approved. */
  readonly stage: "as_set" | "tried" | "approved";
  readonly arms: readonly VariantShare[];
  /** Whether what was approved is one email a week, since customers tire of email. */
  readonly isOneAWeek: boolean;
  /** Whether one email a week is proposed, and the merchant has not answered. */
  readonly isProposed: boolean;
  /** Taken back by the merchant or by itself: nothing new begins. */
  readonly isHeld: boolean;
  /** When the stage began; null: as the merchant set it. */
  readonly since: Date | null;
}

/** @param changes those that stand, newest first */
export function frequencyState(
  { arms, isHeld }: Pick<Experiment, "arms" | "isHeld">,
  changes: readonly FrequencyChange[],
): FrequencyState {
  const own = arms.find(({ arm }) => arm === OWN_VARIANT)?.share ?? 0;
  const began = changes.find(
    ({ evidence: { kind } }) => kind === "tolerance" || kind === "approved",
  );
  const since = own === 1 ? null : (began?.changedAt ?? null);
  return {
    stage: since === null ? "as_set" : own > 0.5 ? "tried" : "approved",
    arms,
    isOneAWeek: isOneAWeek(arms),
    isProposed: changes[0]?.evidence.kind === "fatigue",
    isHeld,
    since,
  };
}

/** What is known on a day. */
export interface FrequencyFacts {
  /** null: nobody looked. */
  readonly fatigue: FatigueFacts | null;
  /** Customers with a learned limit below the merchant's cap, of those who are scored. */
  readonly tolerance: Omit<Extract<DecisionEvidence, { kind: "tolerance" }>, "kind">;
  /** People who were mailed in the last 28 days. */
  readonly people: number;
  /** Net revenue since the stage began; null: it is the merchant's. */
  readonly totals: { readonly control: VariantTotals; readonly treated: VariantTotals } | null;
}

export interface FatigueFacts extends FatigueEvidence {
  /** Emails that the evidence rests on, and days since the first of them. */
  readonly emails: number;
  readonly days: number;
}

export interface FrequencyDecision {
  readonly after: readonly VariantShare[];
  readonly evidence: DecisionEvidence;
  readonly isHeld: boolean;
}

/** Chance of 5 % at most, over all looks, to propose less email where nobody tires of it. */
const MIN_EVIDENCE = 20;
/** Nothing is proposed before people had the time to get few emails and many. */
const MIN_DAYS = 21;
/** A change that was approved is not ended sooner because its evidence faded: fewer emails take so long to be felt. */
const EVIDENCE_GRACE_DAYS = 28;

const DAY_MS = 86_400_000;

/**
 * What becomes of how often a shop writes, asked once a day.
 *
 * Where customers are seen to tire of email, one email a week is proposed to the merchant; nothing changes before it is
 * approved, and the proposal is withdrawn once the evidence is gone. Else learned limits are tried with a few
 * customers. Either is compared with the control and taken back by `judgeRollout`. What was approved since customers tire
 * is ended by harm or because that is seen no more, and not because a gain is not seen yet: a gain of 5 % is too small for
 * that (docs/decisions/0048).
 *
 * @returns the change to make; null: none
 */
export function decideFrequency(
  state: FrequencyState,
  { fatigue, tolerance, people, totals }: FrequencyFacts,
  now: Date,
): FrequencyDecision | null {
  const { stage, arms, isProposed, isHeld, since } = state;
  const days = since === null ? 0 : Math.floor((now.getTime() - since.getTime()) / DAY_MS);
  if (totals !== null && stage !== "as_set") {
    const verdict = judgeRollout(totals.control, totals.treated, days, {
      endsWithoutGain: !state.isOneAWeek,
    });
    if (verdict.rule !== null) {
      const evidence = {
        ...({ kind: "compared", rule: verdict.rule, days } as const),
        people: { control: totals.control.people, treated: totals.treated.people },
        mean: { control: verdict.controlMean, treated: verdict.treatedMean },
      };
      return { after: MERCHANT_SETTING, evidence, isHeld: true };
    }
  }
  const isGone = fatigue !== null && fatigue.evidence < 1;
  const fatigueEnded = { kind: "fatigue_gone", isApproved: state.isOneAWeek } as const;
  if (state.isOneAWeek) {
    if (!isGone || days < EVIDENCE_GRACE_DAYS) return null;
    return { after: MERCHANT_SETTING, evidence: fatigueEnded, isHeld };
  }
  if (isProposed) return isGone ? { after: arms, evidence: fatigueEnded, isHeld } : null;
  if (isHeld) return null;
  if (fatigue !== null && fatigue.evidence >= MIN_EVIDENCE && fatigue.days >= MIN_DAYS) {
    const { clickRatio, leaveRatio, emails } = fatigue;
    return { after: arms, evidence: { kind: "fatigue", clickRatio, leaveRatio, emails }, isHeld };
  }
  if (stage !== "as_set" || tolerance.customers === 0 || people < MIN_PEOPLE) return null;
  return { after: TRIED_SHARES, evidence: { kind: "tolerance", ...tolerance }, isHeld };
}
