import { DurationMs, laterBy } from "~/flows/duration";
import { NO_TEMPLATE } from "~/flows/former-texts";
import { getObjectKey } from "~/flows/send-step";
import type { MessageIntent } from "~/messages/message";
import { SENDING_RULES } from "./sending-rules";

type RepeatIntent = Pick<MessageIntent, "purpose" | "templateId" | "trigger" | "repeatDays">;

/**
 * What a message must not repeat: two messages to one person with the same key are one email twice.
 * Null: it may come as often as it likes.
 */
export function repeatKeyOf({ purpose, templateId, trigger }: RepeatIntent): string | null {
  if (templateId === NO_TEMPLATE) return null;
  switch (SENDING_RULES[purpose].repeat) {
    case "none":
      return null;
    case "template":
      return templateId;
    case "purchase":
    case "object":
      return `${templateId}|${objectOf(purpose, trigger)}`;
  }
}

/** The product and not the day on which somebody looked at it; of a request the request, since each wants its answer. */
function objectOf(purpose: RepeatIntent["purpose"], trigger: RepeatIntent["trigger"]): string {
  return trigger.kind === "product" && purpose !== "back_in_stock"
    ? (trigger.variantId ?? trigger.productId)
    : getObjectKey(trigger);
}

/**
 * Until when a message would repeat one that left before; null: it repeats none.
 *
 * @param sameSentAt when a message of the same key last left for this person; null: never
 * @param shopRepeatDays least days between two, where the flow has no number of its own; 0: no limit
 */
export function repeatsUntil(
  intent: RepeatIntent,
  sameSentAt: Date | null,
  shopRepeatDays: number,
): Date | null {
  if (sameSentAt === null || repeatKeyOf(intent) === null) return null;
  const days = intent.repeatDays ?? shopRepeatDays;
  if (days === 0) return null;
  const until = laterBy(sameSentAt, DurationMs.days(days));
  if (SENDING_RULES[intent.purpose].repeat !== "purchase" || intent.trigger.kind !== "product") {
    return until;
  }
  // A customer's own interval counts: who has bought the product again since may be reminded again.
  return intent.trigger.at > sameSentAt ? null : until;
}

/** The earliest instant from which on a message of the same key would be repeated. */
export function repeatSince(intent: RepeatIntent, shopRepeatDays: number, now: Date): Date {
  return laterBy(now, -DurationMs.days(intent.repeatDays ?? shopRepeatDays));
}
