import { DurationMs, addMs } from "~/flows/definition/duration";
import { getObjectKey } from "~/flows/definition/send-step";
import type { MessageIntent } from "~/messages/message";
import type { SendingSettings } from "../settings/sending-settings";
import { SENDING_RULES } from "./sending-rules";

type RepeatSettings = Pick<SendingSettings, "repeatDays" | "marketingCapHours">;
type RepeatIntent = Pick<MessageIntent, "purpose" | "templateId" | "trigger" | "repeatDays">;

/** The repeat key: two messages to one person with the same key are the same email twice. Null: no limit. */
export function repeatKeyOf({ purpose, templateId, trigger }: RepeatIntent): string | null {
  switch (SENDING_RULES[purpose].repeat) {
    case "none":
      return null;
    case "template":
    case "hours":
      return templateId;
    case "purchase":
    case "object":
      return `${templateId}|${objectOf(purpose, trigger)}`;
  }
}

/**
 * The object of the repeat key: the product, not the day it was viewed; for a request, the request itself,
 * since each one expects an answer.
 */
function objectOf(purpose: RepeatIntent["purpose"], trigger: RepeatIntent["trigger"]): string {
  return trigger.kind === "product" && purpose !== "back_in_stock"
    ? (trigger.variantId ?? trigger.productId)
    : getObjectKey(trigger);
}

/**
 * Until when a message counts as a repeat of an earlier one; null: it repeats none.
 *
 * @param sameSentAt when a message with the same key was last sent to this person; null: never
 */
export function repeatsUntil(
  intent: RepeatIntent,
  sameSentAt: Date | null,
  settings: RepeatSettings,
): Date | null {
  if (sameSentAt === null || repeatKeyOf(intent) === null) return null;
  const periodMs = repeatPeriodMs(intent, settings);
  if (periodMs === 0) return null;
  const until = addMs(sameSentAt, periodMs);
  if (SENDING_RULES[intent.purpose].repeat !== "purchase" || intent.trigger.kind !== "product") {
    return until;
  }
  // Replenishment follows the customer's own interval: after a new purchase they may be reminded again.
  return intent.trigger.at > sameSentAt ? null : until;
}

/** The start of the period in which a message with the same key makes this one a repeat. */
export const repeatSince = (intent: RepeatIntent, settings: RepeatSettings, now: Date): Date =>
  addMs(now, -repeatPeriodMs(intent, settings));

/** Minimum time between two messages with one key; 0: no limit. The flow's own days replace the shop's settings. */
function repeatPeriodMs({ purpose, repeatDays }: RepeatIntent, settings: RepeatSettings): number {
  if (repeatDays !== null) return DurationMs.days(repeatDays);
  return SENDING_RULES[purpose].repeat === "hours"
    ? DurationMs.hours(settings.marketingCapHours)
    : DurationMs.days(settings.repeatDays);
}
