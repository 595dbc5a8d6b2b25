import { z } from "zod";
import type { Decision, DeliveryFacts } from "./decide-delivery";
import { capPer7Days } from "./caps";
import { DurationMs, addMs } from "~/flows/definition/duration";
import { recipientTimeZone } from "~/flows/time/recipient-time-zone";
import { DiscountFact } from "~/experiments/offers/discount-fact";
import { SENDING_RULES } from "./sending-rules";
import type { SendingSettings } from "../settings/sending-settings";

/** A fact that a decision was based on. No personal data beyond counts. */
export const DecisionFact = z.discriminatedUnion("kind", [
  /** Why it was not sent: a message's reason. */
  z.object({ kind: z.literal("reason"), reason: z.string() }),
  /** What the message is about, and when that happened. */
  z.object({
    kind: z.literal("trigger"),
    object: z.enum(["checkout", "cart", "order", "product", "campaign", "flow"]),
    /** ISO 8601 */
    at: z.string(),
  }),
  z.object({ kind: z.literal("consent"), isSubscribed: z.boolean() }),
  /** The weekly cap does not apply. `had`: marketing emails in the last seven days. */
  z.object({
    kind: z.literal("exempt"),
    startedBy: z.enum(["request", "action"]),
    had: z.number(),
  }),
  z.object({
    kind: z.literal("cap"),
    had: z.number(),
    cap: z.number(),
    /** Whether the cap was learned for this customer. */
    isLearned: z.boolean(),
  }),
  z.object({ kind: z.literal("exempt_from_hour_cap") }),
  /** Outside the quiet hours of the time zone. */
  z.object({ kind: z.literal("awake"), timeZone: z.string() }),
  DiscountFact,
]);
export type DecisionFact = z.infer<typeof DecisionFact>;

/** The facts behind a decision, for the merchant. */
export function explainDecision(
  facts: DeliveryFacts,
  decision: Decision,
  settings: SendingSettings,
  now: Date,
): readonly DecisionFact[] {
  if (decision.kind !== "send") return [{ kind: "reason", reason: decision.reason }];
  const { enrollment, recentMarketingAt, intent, learnedCap } = facts;
  const rule = SENDING_RULES[intent.purpose];
  const cap = capPer7Days(rule.learnedCap ? learnedCap : null, settings);
  const weekAgo = addMs(now, -DurationMs.days(7));
  const had = recentMarketingAt.filter((at) => at > weekAgo).length;
  return [
    ...(enrollment.object ? [triggerFact(enrollment.object, intent.origin)] : []),
    { kind: "consent", isSubscribed: enrollment.profile.marketingState === "subscribed" },
    rule.startedBy === "shop"
      ? { kind: "cap", had, cap, isLearned: cap < settings.marketingCapPer7Days }
      : { kind: "exempt", startedBy: rule.startedBy, had },
    ...(rule.startedBy === "shop" && intent.exemptFromHourCap
      ? [{ kind: "exempt_from_hour_cap" } as const]
      : []),
    {
      kind: "awake",
      timeZone: recipientTimeZone(facts.countryCode, facts.shopTimeZone, now),
    },
  ];
}

function triggerFact(
  object: NonNullable<DeliveryFacts["enrollment"]["object"]>,
  origin: DeliveryFacts["intent"]["origin"],
): DecisionFact {
  switch (object.kind) {
    case "checkout":
    case "cart":
      return { kind: "trigger", object: object.kind, at: object.updatedAt.toISOString() };
    case "order":
      return { kind: "trigger", object: "order", at: object.placedAt.toISOString() };
    case "product":
      return { kind: "trigger", object: "product", at: object.at.toISOString() };
    case "person":
      return {
        kind: "trigger",
        object: origin === "campaign" ? "campaign" : "flow",
        at: object.at.toISOString(),
      };
  }
}
