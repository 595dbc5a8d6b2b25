import { BlockStack, Card, InlineStack, Link, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import { formatCounted, formatInstant } from "~/components/formats";
import type { Feed, FeedItem } from "~/feedback/home/feed.server";
import { formatMoney } from "~/lib/money";

interface FeedCardProps {
  feed: Feed;
  timeZone: string;
}

/** Recent activity: results of emails first, then events of the store. */
export function FeedCard({ feed, timeZone }: FeedCardProps) {
  const isEmpty = feed.emails.length === 0 && feed.store.length === 0;
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            As it happens
          </Text>
          <Text as="p" variant="bodySm" tone="subdued">
            The last seven days.
          </Text>
        </BlockStack>
        {isEmpty ? (
          <Text as="p" tone="subdued">
            Nothing has happened lately. Orders, checkouts and emails appear here by themselves.
          </Text>
        ) : (
          <>
            <FeedList name="From your emails" items={feed.emails} timeZone={timeZone} />
            <FeedList name="In your store" items={feed.store} timeZone={timeZone} />
          </>
        )}
      </BlockStack>
    </Card>
  );
}

interface FeedListProps {
  name: string;
  items: readonly FeedItem[];
  timeZone: string;
}

function FeedList({ name, items, timeZone }: FeedListProps) {
  if (items.length === 0) return null;
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {name}
      </Text>
      <BlockStack as="ul" gap="300">
        {items.map((item) => (
          <BlockStack as="li" key={item.key} gap="050">
            <FeedLine item={item} />
            <InlineStack gap="200">
              <Text as="span" variant="bodySm" tone="subdued">
                {isFolded(item)
                  ? `In the last 24 hours, latest ${formatInstant(item.at, timeZone)}`
                  : formatInstant(item.at, timeZone)}
              </Text>
              {"customerId" in item && item.customerId !== null && (
                <Text as="span" variant="bodySm">
                  <Link url={`/app/customers/${item.customerId}`} removeUnderline>
                    Customer
                  </Link>
                </Text>
              )}
            </InlineStack>
          </BlockStack>
        ))}
      </BlockStack>
    </BlockStack>
  );
}

function isFolded(item: FeedItem): boolean {
  return "count" in item && item.count > 1;
}

function FeedLine({ item }: { item: FeedItem }): ReactNode {
  switch (item.kind) {
    case "order_credited":
      return (
        <Text as="span" tone="success" fontWeight="semibold">
          {`Order credited, ${money(item.netMinor, item.currency)}: `}
          <Link url={`/app/outbox/${item.messageId}`}>{item.from}</Link>
        </Text>
      );
    case "email_clicked":
      return (
        <Text as="span">
          {"Clicked in an email: "}
          <Link url={`/app/outbox/${item.messageId}`}>{item.from}</Link>
        </Text>
      );
    case "email_unsubscribed":
      return <Text as="span">Unsubscribed</Text>;
    case "emails_sent":
      return (
        <Text as="span">
          {`${formatCounted(item.count, "email")} sent`}
          {item.from && (
            <>
              {": "}
              <Link url={`/app/outbox?state=sent&${item.from.kind}=${item.from.id}`}>
                {item.from.name}
              </Link>
            </>
          )}
        </Text>
      );
    case "customers_entered":
      return (
        <Text as="span">
          {`${formatCounted(item.count, "customer")} entered `}
          <Link url={`/app/flows/${item.flow.flowId}`}>{item.flow.name}</Link>
        </Text>
      );
    case "order_placed":
      return (
        <Text as="span">{`Order ${item.name} placed, ${money(item.totalMinor, item.currency)}`}</Text>
      );
    case "checkout_started":
      return <Text as="span">{`Checkout started, ${money(item.totalMinor, item.currency)}`}</Text>;
  }
}

function money(minor: number, currency: string): string {
  return formatMoney({ minor, currency });
}
