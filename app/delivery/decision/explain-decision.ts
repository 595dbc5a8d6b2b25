import { formatInTimeZone } from "./format-in-time-zone";
import type { Decision, DeliveryFacts } from "../decide-delivery";
import { capPer7Days } from "./caps";
import { describeSkipReason } from "./describe-decision";
import { DurationMs, addMs } from "~/flows/duration";
import { recipientTimeZone } from "~/flows/time/recipient-time-zone";
import { SENDING_RULES } from "./sending-rules";
import type { SendingSettings } from "../settings/sending-settings";

/** Explains a decision to the merchant, one sentence per fact. No personal data beyond counts. */
export function explainDecision(
  facts: DeliveryFacts,
  decision: Decision,
  settings: SendingSettings,
  now: Date,
): readonly string[] {
  if (decision.kind !== "send") return [describeSkipReason(decision.reason)];
  const { run, recentMarketingAt, intent, learnedCap } = facts;
  const rule = SENDING_RULES[intent.purpose];
  const cap = capPer7Days(rule.learnedCap ? learnedCap : null, settings);
  const weekAgo = addMs(now, -DurationMs.days(7));
  const had = recentMarketingAt.filter((at) => at > weekAgo).length;
  const timeZone = recipientTimeZone(facts.countryCode, facts.shopTimeZone, now);
  const isSubscribed = run.profile.marketingState === "subscribed";
  return [
    ...(run.object ? [reasonToSpeak(run.object, intent.origin, timeZone)] : []),
    isSubscribed
      ? "Has agreed to marketing email, and the address is not suppressed."
      : "Has not been asked about marketing email; this email is set to reach all customers.",
    rule.weekCap === "none"
      ? `Marketing emails in seven days: ${had}. ${STARTED_BY[rule.startedBy]}`
      : `Has had ${had} of at most ${cap} marketing emails in seven days${
          cap < settings.marketingCapPer7Days ? ", which Kindred found right for this customer" : ""
        }${intent.exemptFromHourCap ? "; this one need not keep a distance to the last" : ""}.`,
    `It was ${formatInTimeZone(now, timeZone)} where the customer's day is judged (${timeZone}), outside the quiet hours.`,
  ];
}

const STARTED_BY = {
  request: "The customer asked for this one, so no limit of emails holds it back.",
  action:
    "This one answers what the customer did, so the limit of emails in a week does not apply.",
  shop: "",
} as const;

function reasonToSpeak(
  object: NonNullable<DeliveryFacts["run"]["object"]>,
  origin: DeliveryFacts["intent"]["origin"],
  timeZone: string,
): string {
  switch (object.kind) {
    case "checkout":
      return `Left a checkout on ${formatInTimeZone(object.updatedAt, timeZone)} and has not ordered since.`;
    case "cart":
      return `Left a cart on ${formatInTimeZone(object.updatedAt, timeZone)} and has not ordered since.`;
    case "order":
      return `Placed an order on ${formatInTimeZone(object.placedAt, timeZone)}.`;
    case "product":
      return `Had to do with the product on ${formatInTimeZone(object.at, timeZone)}.`;
    case "person":
      if (origin === "campaign") {
        return `The campaign was started on ${formatInTimeZone(object.at, timeZone)}.`;
      }
      return `The flow's reason to write came up on ${formatInTimeZone(object.at, timeZone)}.`;
  }
}
