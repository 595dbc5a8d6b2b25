import { Badge, type BadgeProps } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";
import type { MessageState } from "~/messages/message";

const TONES: Readonly<Record<MessageState, BadgeProps["tone"]>> = {
  planned: "info",
  sending: "info",
  sent: "success",
  skipped: "attention",
  withheld: undefined,
  failed: "critical",
  unknown: "warning",
};

/** A message's state in one word. */
export function MessageStateBadge({ state }: { state: MessageState }) {
  const text = useText("delivery");
  const tone = TONES[state];
  return <Badge {...(tone && { tone })}>{text(`state.${state}`)}</Badge>;
}
