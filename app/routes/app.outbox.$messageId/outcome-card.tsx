import { BlockStack, Text } from "@shopify/polaris";
import { TitledCard } from "~/components/titled-card";
import type { SentEmailPageData } from "~/pages/outbox/email-page.server";
import type { EngagementClass } from "~/feedback/engagement/engagement-event";
import type { Text as TextOf } from "~/i18n/create-text";
import type { TextKey } from "~/i18n/messages";
import { useFormat, useText } from "~/i18n/text-provider";

/** An unknown signal is of an older version. */
function describeSignal(signal: string, text: TextOf<"outbox">): string {
  const key = `signal.${signal}`;
  return text.has(key) ? text(key as TextKey<"outbox">) : signal;
}

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
        {events.map(({ eventId, classification, position, at, signals }) => (
          <BlockStack as="li" key={eventId}>
            <Text as="span">
              {text(`click.${classification as EngagementClass}`, {
                link: text(`link.${position}`),
              })}
            </Text>
            <Text as="span" variant="bodySm" tone="subdued">
              {signals.length === 0
                ? format.instant(at)
                : text("results.signals", {
                    time: format.instant(at),
                    signals: format.list(signals.map((signal) => describeSignal(signal, text))),
                  })}
            </Text>
          </BlockStack>
        ))}
      </BlockStack>
    </TitledCard>
  );
}
