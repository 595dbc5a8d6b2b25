import { BlockStack, Card, Text } from "@shopify/polaris";
import { formatInstant } from "~/components/formats";
import type { SentEmailPageData } from "~/delivery/outbox/email-page.server";
import { formatMoney } from "~/lib/money";

/** Results: clicks by people and machines, and attributed orders. */
export function OutcomeCard({ message }: { message: SentEmailPageData }) {
  const { state, events, credits, timeZone } = message;
  if (state !== "sent") return null;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          What came back
        </Text>
        {events.length === 0 && (
          <Text as="p" tone="subdued">
            No link has been followed yet.
          </Text>
        )}
        <BlockStack as="ul" gap="200">
          {credits.map(({ orderId, orderName, orderedAt, currency, netMinor, refundedMinor }) => (
            <BlockStack as="li" key={orderId}>
              <Text as="span" tone="success" fontWeight="semibold">
                {`Order ${orderName} credited, ${formatMoney({ minor: netMinor, currency })}`}
              </Text>
              <Text as="span" variant="bodySm" tone="subdued">
                {formatInstant(orderedAt, timeZone)}
                {refundedMinor > 0 &&
                  `, ${formatMoney({ minor: refundedMinor, currency })} refunded`}
              </Text>
            </BlockStack>
          ))}
          {events.map((event) => (
            <BlockStack as="li" key={event.eventId}>
              <Text as="span">{`${clickerLabel(event.classification)} followed the ${event.position} link`}</Text>
              <Text as="span" variant="bodySm" tone="subdued">
                {formatInstant(event.at, timeZone)}
                {event.reason !== null && `, ${event.reason}`}
              </Text>
            </BlockStack>
          ))}
        </BlockStack>
      </BlockStack>
    </Card>
  );
}

function clickerLabel(clickClass: string): string {
  if (clickClass === "human") return "A person";
  return clickClass === "machine" ? "A program" : "A person or a program";
}
