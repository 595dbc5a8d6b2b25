import type { Text } from "~/i18n/create-text";
import type { TextKey } from "~/i18n/messages";
import type { MessageState } from "~/messages/message";

/** Describes a message's reason code to the merchant. */
export function describeSkipReason(reason: string, text: Text<"delivery">): string {
  const key = `reason.${reason}`;
  return text.has(key) ? text(key as TextKey<"delivery">) : text("unknownReason", { code: reason });
}

/** Describes a message's outcome to the merchant. */
export function describeMessage(
  state: MessageState,
  reason: string | null,
  text: Text<"delivery">,
): string {
  if (reason !== null) return describeSkipReason(reason, text);
  switch (state) {
    case "withheld":
      return text("reason.holdout");
    case "failed":
      return text("reason.refused_by_provider");
    case "unknown":
      return text("reason.no_answer");
    case "planned":
    case "sending":
    case "sent":
    case "skipped":
      return text(`message.${state}`);
  }
}
