import { BlockStack, Card, Link, Text } from "@shopify/polaris";
import { formatInstant } from "~/components/formats";
import { formatMoney } from "~/lib/money";
import type { TimelineItem } from "~/profiles/customer-timeline.server";

interface TimelineCardProps {
  items: readonly TimelineItem[];
  /** Message id → display name, for the latest emails. */
  emailNames: ReadonlyMap<string, string>;
  timeZone: string;
}

/** The customer's activity and messages, newest first. */
export function TimelineCard({ items, emailNames, timeZone }: TimelineCardProps) {
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Timeline
        </Text>
        {items.length === 0 && (
          <Text as="p" tone="subdued">
            Nothing has happened yet.
          </Text>
        )}
        <BlockStack as="ul" gap="300">
          {items.map((item) => (
            <BlockStack as="li" key={item.key} gap="050">
              <TimelineLine item={item} emailNames={emailNames} />
              <Text as="span" variant="bodySm" tone="subdued">
                {formatInstant(item.at, timeZone)}
              </Text>
            </BlockStack>
          ))}
        </BlockStack>
      </BlockStack>
    </Card>
  );
}

function TimelineLine({
  item,
  emailNames,
}: Pick<TimelineCardProps, "emailNames"> & { item: TimelineItem }) {
  switch (item.kind) {
    case "order_placed":
      return (
        <Titled
          words={`Ordered for ${money(item.totalMinor, item.currency)} (${item.name})`}
          titles={item.titles}
        />
      );
    case "order_fulfilled":
      return <Text as="span">{`Order ${item.name} was sent`}</Text>;
    case "order_canceled":
      return <Text as="span">{`Order ${item.name} was canceled`}</Text>;
    case "order_refunded":
      return <Text as="span">{`Got ${money(item.amountMinor, item.currency)} back`}</Text>;
    case "checkout_started":
      return (
        <Titled
          words={`Began a checkout of ${money(item.totalMinor, item.currency)}`}
          titles={item.titles}
        />
      );
    case "consent_changed":
      return <Text as="span">{`Consent: ${item.marketingState.replaceAll("_", " ")}`}</Text>;
    case "customer_created":
      return <Text as="span">Became a customer</Text>;
    case "email_unsubscribed":
      return <Text as="span">Unsubscribed from an email</Text>;
    case "email_sent":
      return (
        <Text as="span">
          Got{" "}
          <Link url={`/app/outbox/${item.messageId}`}>
            {emailNames.get(item.messageId) ?? "an email"}
          </Link>
        </Text>
      );
    case "email_clicked":
      return (
        <Text as="span">
          {item.classification === "human" ? "Clicked in " : "A program followed a link in "}
          <Link url={`/app/outbox/${item.messageId}`}>
            {emailNames.get(item.messageId) ?? "an email"}
          </Link>
        </Text>
      );
  }
}

function money(minor: number, currency: string): string {
  return formatMoney({ minor, currency });
}

const SHOWN_TITLES = 3;

function Titled({ words, titles }: { words: string; titles: readonly string[] }) {
  const more = titles.length - SHOWN_TITLES;
  return (
    <>
      <Text as="span">{words}</Text>
      <Text as="span" variant="bodySm" tone="subdued">
        {titles.slice(0, SHOWN_TITLES).join(", ") + (more > 0 ? ` and ${more} more` : "")}
      </Text>
    </>
  );
}
