import { BlockStack, Card, InlineStack, Link, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import { FirstFew } from "~/components/lists/first-few";
import type { Feed, FeedItem } from "~/pages/home/feed.server";
import { useFormat, useText } from "~/i18n/text-provider";

/** The page is to end with the cards beside the list. */
const FIRST_ITEMS = 8;

/** Recent activity: results of emails first, then events of the store. */
export function FeedCard({ feed }: { feed: Feed }) {
  const text = useText("home");
  const isEmpty = feed.emails.length === 0 && feed.store.length === 0;
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {text("feed.title")}
          </Text>
          <Text as="p" variant="bodySm" tone="subdued">
            {text("feed.text")}
          </Text>
        </BlockStack>
        {isEmpty && (
          <Text as="p" tone="subdued">
            {text("feed.empty")}
          </Text>
        )}
        <FeedList name={text("feed.emails")} items={feed.emails} customers={feed.customers} />
        <FeedList name={text("feed.store")} items={feed.store} customers={feed.customers} />
      </BlockStack>
    </Card>
  );
}

interface FeedListProps extends Pick<Feed, "customers"> {
  name: string;
  items: readonly FeedItem[];
}

function FeedList({ name, items, customers }: FeedListProps) {
  if (items.length === 0) return null;
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {name}
      </Text>
      <FirstFew items={items} count={FIRST_ITEMS}>
        {(item) => (
          <BlockStack as="li" key={item.key} gap="050">
            <FeedLine item={item} />
            <FeedNote item={item} customers={customers} />
          </BlockStack>
        )}
      </FirstFew>
    </BlockStack>
  );
}

/** When it happened, and the customer. */
function FeedNote({ item, customers }: { item: FeedItem } & Pick<Feed, "customers">) {
  const text = useText("home");
  const common = useText("common");
  const format = useFormat();
  const time = format.instant(item.at);
  const customerId = "customerId" in item ? item.customerId : null;
  return (
    <InlineStack gap="200">
      <Text as="span" variant="bodySm" tone="subdued">
        {"count" in item && item.count > 1 ? text("feed.latest", { time }) : time}
      </Text>
      {customerId !== null && (
        <Text as="span" variant="bodySm">
          <Link url={`/app/customers/${customerId}`} removeUnderline>
            {customers[customerId] ?? common("customer.unnamed", { customerId })}
          </Link>
        </Text>
      )}
    </InlineStack>
  );
}

function FeedLine({ item }: { item: FeedItem }) {
  const line = useFeedLine(item);
  return item.kind === "order_credited" ? (
    <Text as="span" tone="success" fontWeight="semibold">
      {line}
    </Text>
  ) : (
    <Text as="span">{line}</Text>
  );
}

function useFeedLine(item: FeedItem): ReactNode {
  const text = useText("home");
  const format = useFormat();
  const money = (minor: number, currency: string) => format.money({ minor, currency });
  const linkTo = (url: string) => (chunks: ReactNode) => <Link url={url}>{chunks}</Link>;
  switch (item.kind) {
    case "order_credited":
      return text.rich("feed.order_credited", {
        amount: money(item.netMinor, item.currency),
        source: item.from ?? text("feed.email"),
        link: linkTo(`/app/outbox/${item.messageId}`),
      });
    case "email_clicked":
      return text.rich("feed.email_clicked", {
        source: item.from ?? text("feed.email"),
        link: linkTo(`/app/outbox/${item.messageId}`),
      });
    case "email_unsubscribed":
      return text("feed.email_unsubscribed");
    case "emails_sent": {
      const { count, from } = item;
      if (!from) return text("feed.emails_sent", { count });
      const link = linkTo(`/app/outbox?state=sent&${from.kind}=${from.id}`);
      return text.rich("feed.emails_sentFrom", { count, source: from.name, link });
    }
    case "customers_entered":
      return text.rich("feed.customers_entered", {
        count: item.count,
        source: item.flow.name,
        link: linkTo(`/app/flows/${item.flow.flowId}`),
      });
    case "order_placed":
      return text("feed.order_placed", {
        name: item.name,
        amount: money(item.totalMinor, item.currency),
      });
    case "checkout_started":
      return text("feed.checkout_started", { amount: money(item.totalMinor, item.currency) });
  }
}
