import { BlockStack, Text } from "@shopify/polaris";
import { TitledCard } from "~/components/titled-card";
import type { SentEmailPageData } from "~/pages/outbox/email-page.server";
import type { EngagementClass } from "~/feedback/engagement/engagement-event";
import { useFormat, useText } from "~/i18n/text-provider";

/** Results: clicks by people and machines, and attributed orders. */
export function OutcomeCard({ message }: { message: SentEmailPageData }) {
  const { state, events, credits } = message;
  const text = useText("outbox");
  const format = useFormat();
  if (state !== "sent") return null;
  return (
    <TitledCard title={text("results.title")} gap="300">
      {events.length === 0 && (
        <Text as="p" tone="subdued">
          {text("results.none")}
        </Text>
      )}
      <BlockStack as="ul" gap="200">
        {credits.map(({ orderId, orderName, orderedAt, currency, netMinor, refundedMinor }) => (
          <BlockStack as="li" key={orderId}>
            <Text as="span" tone="success" fontWeight="semibold">
              {text("results.order", {
                name: orderName,
                amount: format.money({ minor: netMinor, currency }),
              })}
            </Text>
            <Text as="span" variant="bodySm" tone="subdued">
              {refundedMinor > 0
                ? text("results.refunded", {
                    time: format.instant(orderedAt),
                    amount: format.money({ minor: refundedMinor, currency }),
                  })
                : format.instant(orderedAt)}
            </Text>
          </BlockStack>
        ))}
        {events.map(({ eventId, classification, position, at, reason }) => (
          <BlockStack as="li" key={eventId}>
            <Text as="span">
              {text(`click.${classification as EngagementClass}`, {
                link: text(`link.${position}`),
              })}
            </Text>
            <Text as="span" variant="bodySm" tone="subdued">
              {reason === null
                ? format.instant(at)
                : text("results.reason", { time: format.instant(at), reason })}
            </Text>
          </BlockStack>
        ))}
      </BlockStack>
    </TitledCard>
  );
}
