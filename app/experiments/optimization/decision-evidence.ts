import { z } from "zod";
import { PolicyEvidence } from "./policy-evidence";

/** Evidence of a decision, stored with it. */
export const DecisionEvidence = z.discriminatedUnion("kind", [
  /** A test of another recommendation list started after this many emails. */
  z.object({ kind: z.literal("trial"), sends: z.number().int() }),
  /** The expected value of the variants of an email. */
  PolicyEvidence,
  /** What the discounts chosen for each customer earn beyond the merchant's own; money per email in minor units. */
  z.object({
    kind: z.literal("discounts"),
    /** The merchant's own; null: each campaign has its own. */
    ownPercent: z.number().nullable(),
    sends: z.number().int(),
    orders: z.number(),
    gain: z.object({ low: z.number(), mean: z.number(), high: z.number() }),
    chance: z.number(),
    isSupported: z.boolean(),
    /** Share of the recipients who would get a discount. */
    givenShare: z.number(),
    /** What the merchant's discount costs, and brings at most, those who would get none; null: not known. */
    needless: z
      .object({
        emails: z.number().int(),
        given: z.number(),
        brought: z.number(),
        gain: z.object({ low: z.number(), mean: z.number(), high: z.number() }),
        chance: z.number(),
      })
      .nullable(),
    awaitsApproval: z.boolean(),
  }),
  /** The emails with the merchant's own variant were worth more: the test ended. */
  z.object({
    kind: z.literal("worse"),
    sends: z.object({ control: z.number().int(), treated: z.number().int() }),
    /** Mean net value per email, in minor units. */
    mean: z.object({ control: z.number(), treated: z.number() }),
  }),
  /** The merchant stopped the test or took back that Kindred chooses the discount, or the email promises it. */
  z.object({ kind: z.literal("stopped") }),
  /** Scored customers whose learned limit is below the shop's cap. */
  z.object({
    kind: z.literal("tolerance"),
    customers: z.number().int(),
    scored: z.number().int(),
    capPer7Days: z.number().int(),
    /** Probability in [0, 1] that one of them unsubscribes after one email. */
    lossRate: z.number(),
  }),
  /** Email fatigue: more email means fewer clicks or more unsubscribes, so one email a week is proposed. */
  z.object({
    kind: z.literal("fatigue"),
    /** Rates after many emails in 28 days relative to those after few; null: unknown. */
    clickRatio: z.number().nullable(),
    leaveRatio: z.number().nullable(),
    emails: z.number().int(),
    /** Probability in [0, 1] that customers respond less to more email. */
    chance: z.number(),
    /** Orders in that time, and those that came after a click in an email that would be limited; missing: not counted then. */
    orders: z.number().int().optional(),
    creditedOrders: z.number().int().optional(),
  }),
  /** The fatigue is no longer seen: the proposal was withdrawn or the approved limit ended. */
  z.object({ kind: z.literal("fatigue_gone"), isApproved: z.boolean() }),
  /** The merchant approved a decision for more customers. */
  z.object({ kind: z.literal("approved") }),
  /** The control earned at least as much: the decision was reverted. */
  z.object({
    kind: z.literal("compared"),
    rule: z.enum(["control_earns_more", "harm", "no_gain"]),
    days: z.number().int(),
    people: z.object({ control: z.number().int(), treated: z.number().int() }),
    /** Mean net revenue per profile, in minor units. */
    mean: z.object({ control: z.number(), treated: z.number() }),
  }),
]);
export type DecisionEvidence = z.infer<typeof DecisionEvidence>;

interface Decision {
  readonly evidence: DecisionEvidence;
  readonly revertedAt: Date | null;
}

/**
 * The decision that waits for the merchant's approval; null: none. Only the newest can wait: any later decision
 * answered it, even if the merchant has reverted that one since.
 *
 * @param decisions of one experiment, newest first, with reverted ones
 */
export function openProposal<D extends Decision>([newest]: readonly D[]): D | null {
  return newest && newest.revertedAt === null && awaitsApproval(newest) ? newest : null;
}

function awaitsApproval({ evidence }: Decision): boolean {
  if (evidence.kind === "value" || evidence.kind === "discounts") return evidence.awaitsApproval;
  return evidence.kind === "tolerance" || evidence.kind === "fatigue";
}

/** Whether a decision only proposes a change or withdraws the proposal. */
export function isProposal({ evidence }: { readonly evidence: DecisionEvidence }): boolean {
  return evidence.kind === "fatigue" || (evidence.kind === "fatigue_gone" && !evidence.isApproved);
}

/**
 * Whether a decision says what was learned: not that a test starts or was stopped, and not the shares of a running test,
 * which are set again each day before anything is known.
 */
export function isLearned({ evidence }: { readonly evidence: DecisionEvidence }): boolean {
  if (evidence.kind === "trial" || evidence.kind === "stopped") return false;
  return "isSupported" in evidence ? evidence.isSupported : true;
}

/** Whether a decision changes email: not a proposal and not a revert to the merchant's setting. */
export function changesEmail({
  evidence: { kind },
}: {
  readonly evidence: DecisionEvidence;
}): boolean {
  return !UNCHANGING.includes(kind);
}

const UNCHANGING: readonly DecisionEvidence["kind"][] = [
  "compared",
  "worse",
  "stopped",
  "fatigue",
  "fatigue_gone",
];
