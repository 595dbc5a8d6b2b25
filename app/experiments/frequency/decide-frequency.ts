import type { FatigueEvidence } from "~/ml/customers/email-fatigue";
import {
  MERCHANT_SETTING,
  OWN_VARIANT,
  type VariantShare,
  type Experiment,
} from "../optimization/experiment";
import { openProposal, type DecisionEvidence } from "../optimization/decision-evidence";
import { isWeeklyLimit, TEST_SHARES } from "./frequency-variants";
import { MIN_PEOPLE, judgeRollout, type VariantTotals } from "./rollout";

/** A logged frequency decision. */
interface FrequencyChange {
  readonly decidedAt: Date;
  readonly evidence: DecisionEvidence;
  readonly revertedAt: Date | null;
}

/** State of the frequency experiment. */
export interface FrequencyState {
  /** The merchant's caps; learned limits for a share of the customers; or the approved setting. */
  readonly stage: "as_set" | "tried" | "approved";
  readonly variants: readonly VariantShare[];
  /** Whether one email a week was approved because of fatigue. */
  readonly isOneAWeek: boolean;
  /** Whether one email a week is proposed and unanswered. */
  readonly isProposed: boolean;
  /** Whether it was withdrawn or ended before, because the evidence was gone. */
  readonly wasGone: boolean;
  /** Reverted by the merchant or automatically: nothing new starts. */
  readonly isHeld: boolean;
  /** Start of the stage; null: the merchant's setting. */
  readonly since: Date | null;
}

/** @param changes the experiment's decisions, newest first, with reverted ones */
export function frequencyState(
  { variants, isHeld }: Pick<Experiment, "variants" | "isHeld">,
  changes: readonly FrequencyChange[],
): FrequencyState {
  const own = variants.find(({ variant }) => variant === OWN_VARIANT)?.share ?? 0;
  const began = changes.find(
    ({ evidence: { kind }, revertedAt }) =>
      revertedAt === null && (kind === "tolerance" || kind === "approved"),
  );
  const since = own === 1 ? null : (began?.decidedAt ?? null);
  return {
    stage: since === null ? "as_set" : own > 0.5 ? "tried" : "approved",
    variants,
    isOneAWeek: isWeeklyLimit(variants),
    isProposed: openProposal(changes)?.evidence.kind === "fatigue",
    wasGone: changes.some(({ evidence }) => evidence.kind === "fatigue_gone"),
    isHeld,
    since,
  };
}

/** Facts of a day. */
export interface FrequencyFacts {
  /** null: not measured. */
  readonly fatigue: FatigueFacts | null;
  /** Scored customers with a learned limit below the merchant's cap. */
  readonly tolerance: Omit<Extract<DecisionEvidence, { kind: "tolerance" }>, "kind">;
  /** Profiles emailed in the last 28 days. */
  readonly people: number;
  /** Net revenue since the start of the stage; null for the merchant's setting. */
  readonly totals: { readonly control: VariantTotals; readonly treated: VariantTotals } | null;
}

export interface FatigueFacts extends FatigueEvidence {
  /** Number of emails in the evidence, of the customers who got them, and days since the first. */
  readonly emails: number;
  readonly people: number;
  readonly days: number;
  /** Orders of the shop in these days, and those that came after a click in an email that one a week could leave out. */
  readonly orders: number;
  readonly creditedOrders: number;
}

export interface FrequencyDecision {
  readonly after: readonly VariantShare[];
  readonly evidence: DecisionEvidence;
  readonly isHeld: boolean;
}

/** Highest probability of declining response from which one email a week is proposed, and the lowest. */
const PROPOSED = { most: 0.6, least: 0.3 };
/** Below this part of it, the proposal is withdrawn or the limit ends. */
const WITHDRAWN = 2 / 3;
/** What one email a week gains on average where customers click less (docs/decisions/0112). */
const USUAL_GAIN = 0.06;
/** How much more a loss counts than a gain. */
const LOSS_WEIGHT = 3;
/** Minimum days of data, so that profiles had time to receive few or many emails. */
const MIN_DAYS = 21;
/** An approved limit does not end earlier because its evidence faded: the effect of fewer emails takes this long. */
const EVIDENCE_GRACE_DAYS = 28;

const DAY_MS = 86_400_000;

/**
 * How many shops have email fatigue before anything is measured, by how often their customers get email. Counted on the
 * 40 tuning shops of decisions of 80 to 250 customers after four weeks, at the laws' two shops of five with fatigue: all
 * shops with fatigue and 9 of 20 others send 2.5 emails or more per customer and week, which makes 60%. None of those
 * below has fatigue; they count as one in ten (docs/decisions/0112).
 */
const USUAL_FATIGUE = { oftenPerWeek: 2.5, often: 0.6, seldom: 0.1 };

/**
 * The probability in (0, 1) that customers respond less the more email they get: the usual one of shops that send as
 * often, changed by the evidence. Of the shops with fatigue a third has fewer clicks, a third sooner unsubscribes, and a third both.
 * Where people only unsubscribe sooner, fewer emails sell less until then, and one a week gains nothing.
 *
 * @param isLimited whether one email a week applies: the shop would send more
 */
function chanceOfDecline(facts: FatigueFacts, isLimited: boolean): number {
  const { fewerClicks, soonerLeaves } = facts;
  const perWeek = emailsPerWeek(facts);
  const { oftenPerWeek, often, seldom } = USUAL_FATIGUE;
  const usual = isLimited || perWeek >= oftenPerWeek ? often : seldom;
  const declines = (usual / 3) * fewerClicks * (1 + soonerLeaves);
  return declines / (declines + (usual / 3) * soonerLeaves + 1 - usual);
}

/** Emails per customer and week. */
const emailsPerWeek = ({ emails, people, days }: FatigueFacts) =>
  (7 * emails) / Math.max(1, people * days);

/**
 * The probability of declining response from which one email a week is worth proposing: where what it gains if customers
 * tire outweighs what it costs if they don't. It costs at most the orders after a click in the emails that it leaves out,
 * and one order more is counted, since none may be chance.
 *
 * @returns in [`PROPOSED.least`, `PROPOSED.most`]
 */
function proposedFrom(facts: FatigueFacts): number {
  const leftOut = Math.max(0, 1 - 1 / emailsPerWeek(facts));
  const loss = LOSS_WEIGHT * leftOut * ((facts.creditedOrders + 1) / Math.max(1, facts.orders));
  return Math.min(PROPOSED.most, Math.max(PROPOSED.least, loss / (loss + USUAL_GAIN)));
}

/**
 * Decides the email frequency once a day.
 *
 * When fatigue is likely, one email a week is proposed to the merchant; nothing changes before approval,
 * and the proposal is withdrawn when fatigue is unlikely. Otherwise learned limits are tested with a few
 * customers. Both are compared with the control and reverted by `judgeRollout`. A limit approved because of
 * fatigue ends by harm or when the fatigue is gone, not because a gain is not visible yet: a gain of 5% is
 * too small for that (docs/decisions/0048).
 *
 * @returns the decision; null: none
 */
export function decideFrequency(
  state: FrequencyState,
  { fatigue, tolerance, people, totals }: FrequencyFacts,
  now: Date,
): FrequencyDecision | null {
  const { stage, variants, isProposed, isHeld, since } = state;
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
  const chance = fatigue === null ? null : chanceOfDecline(fatigue, state.isOneAWeek);
  // A proposal that was withdrawn needs the most evidence, so that it does not come and go.
  const from = fatigue === null || state.wasGone ? PROPOSED.most : proposedFrom(fatigue);
  const isGone = chance !== null && chance < WITHDRAWN * from;
  const fatigueEnded = { kind: "fatigue_gone", isApproved: state.isOneAWeek } as const;
  if (state.isOneAWeek) {
    if (!isGone || days < EVIDENCE_GRACE_DAYS) return null;
    return { after: MERCHANT_SETTING, evidence: fatigueEnded, isHeld };
  }
  if (isProposed) return isGone ? { after: variants, evidence: fatigueEnded, isHeld } : null;
  if (isHeld) return null;
  if (fatigue !== null && chance !== null && chance >= from && fatigue.days >= MIN_DAYS) {
    const { clickRatio, leaveRatio, emails, orders, creditedOrders } = fatigue;
    return {
      after: variants,
      evidence: {
        ...({ kind: "fatigue", clickRatio, leaveRatio, emails, chance } as const),
        ...{ orders, creditedOrders },
      },
      isHeld,
    };
  }
  if (stage !== "as_set" || tolerance.customers === 0 || people < MIN_PEOPLE) return null;
  return { after: TEST_SHARES, evidence: { kind: "tolerance", ...tolerance }, isHeld };
}
