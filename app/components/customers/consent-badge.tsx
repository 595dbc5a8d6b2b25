import { Badge, type BadgeProps } from "@shopify/polaris";
import type { MarketingState } from "~/events/event";
import { useText } from "~/i18n/text-provider";

const TONES: Readonly<Record<MarketingState, BadgeProps["tone"] | null>> = {
  subscribed: "success",
  not_subscribed: null,
  unsubscribed: "attention",
  pending: "info",
  invalid: "warning",
  redacted: null,
};

/** Marketing consent in one or two words. */
export function ConsentBadge({ state }: { state: MarketingState }) {
  const text = useText("common");
  const tone = TONES[state];
  return <Badge {...(tone && { tone })}>{text(`consent.${state}`)}</Badge>;
}
