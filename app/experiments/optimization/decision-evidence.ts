import { z } from "zod";

const ArmResult = z.object({
  arm: z.string(),
  sends: z.number().int(),
  clicks: z.number().int(),
});

/** What a change rests on, as it is kept beside it. */
export const DecisionEvidence = z.discriminatedUnion("kind", [
  /** A list of products is tried beside the merchant's own; so many mails went out before. */
  z.object({ kind: z.literal("trial"), sends: z.number().int() }),
  /** What people clicked in, and how sure it is that the favoured arm is the best. */
  z.object({
    kind: z.literal("clicks"),
    arms: z.array(ArmResult).readonly(),
    favoured: z.string(),
    chance: z.number(),
    /** Whether it goes further only once the merchant approves it. */
    awaitsApproval: z.boolean().default(false),
  }),
  /** Customers who bear fewer mails than the shop's cap allows, of those who are scored. */
  z.object({
    kind: z.literal("tolerance"),
    customers: z.number().int(),
    scored: z.number().int(),
    capPer7Days: z.number().int(),
    /** Chance in [0, 1] that one of them unsubscribes over one email. */
    lossRate: z.number(),
  }),
  /** People click less, or unsubscribe sooner, the more email they had: one email a week is proposed. */
  z.object({
    kind: z.literal("fatigue"),
    /** Rates after many emails in 28 days to those after few; null: not known. */
    clickRatio: z.number().nullable(),
    leaveRatio: z.number().nullable(),
    emails: z.number().int(),
  }),
  /** That is seen no more: the proposal was withdrawn, or what was approved has ended. */
  z.object({ kind: z.literal("fatigue_gone"), isApproved: z.boolean() }),
  /** The merchant let a change reach more customers. */
  z.object({ kind: z.literal("approved") }),
  /** Who kept the merchant's setting earned more, or no less: the change was taken back. */
  z.object({
    kind: z.literal("compared"),
    rule: z.enum(["control_earns_more", "harm", "no_gain"]),
    days: z.number().int(),
    people: z.object({ control: z.number().int(), treated: z.number().int() }),
    /** Mean net revenue of a person, in minor units. */
    mean: z.object({ control: z.number(), treated: z.number() }),
  }),
]);
export type DecisionEvidence = z.infer<typeof DecisionEvidence>;

/** Whether a change reaches more customers only once the merchant approves it. */
export function awaitsApproval({ evidence }: { readonly evidence: DecisionEvidence }): boolean {
  if (evidence.kind === "clicks") return evidence.awaitsApproval;
  return evidence.kind === "tolerance" || evidence.kind === "fatigue";
}

/** Whether a change is one of what goes out: no proposal, and not the return to what the merchant set. */
export function changesEmail({
  evidence: { kind },
}: {
  readonly evidence: DecisionEvidence;
}): boolean {
  return kind !== "compared" && kind !== "fatigue" && kind !== "fatigue_gone";
}
