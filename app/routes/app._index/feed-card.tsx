import { BlockStack, Card, InlineStack, Link, Text } from "@shopify/polaris";
import { formatInstant } from "~/components/formats";
import { describeReason } from "~/delivery/decision/describe-decision";
import type { FeedItem } from "~/feedback/feed.server";
import { formatMoney } from "~/lib/money";

interface FeedCardProps {
  feed: readonly FeedItem[];
  timeZone: string;
}

/** The latest happenings, newest first. */
export function FeedCard({ feed, timeZone }: FeedCardProps) {
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          As it happens
        </Text>
        {feed.length === 0 ? (
          <Text as="p" tone="subdued">
            Nothing has happened lately. Orders, checkouts and mails appear here by themselves.
          </Text>
        ) : (
          <BlockStack as="ul" gap="300">
            {feed.map((item) => (
              <BlockStack as="li" key={item.key} gap="050">
                <FeedLine item={item} />
                <InlineStack gap="200">
                  <Text as="span" variant="bodySm" tone="subdued">
                    {formatInstant(item.at, timeZone)}
                  </Text>
                  {item.customerId !== null && (
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
        )}
      </BlockStack>
    </Card>
  );
}

function FeedLine({ item }: { item: FeedItem }) {
  switch (item.kind) {
    case "order_placed":
      return (
        <Text as="span">{`Order ${item.name} placed, ${money(item.totalMinor, item.currency)}`}</Text>
      );
    case "checkout_started":
      return <Text as="span">{`Checkout started, ${money(item.totalMinor, item.currency)}`}</Text>;
    case "mail_unsubscribed":
      return <Text as="span">Unsubscribed</Text>;
    case "enrolled":
      return <Text as="span">{`Entered ${item.flowName}`}</Text>;
    case "mail_sent":
      return <MailLine item={item} words="Mail sent" />;
    case "mail_withheld":
      return <MailLine item={item} words="Left alone, to measure" />;
    case "mail_clicked":
      return <MailLine item={item} words="Clicked in a mail" />;
    case "mail_skipped":
      return <MailLine item={item} words="Not sent" note={describeReason(item.reason)} />;
    case "order_credited":
      return (
        <MailLine
          item={item}
          words={`Order credited, ${money(item.netMinor, item.currency)}`}
          isGood
        />
      );
  }
}

function money(minor: number, currency: string): string {
  return formatMoney({ minor, currency });
}

interface MailLineProps {
  item: { messageId: string; flowName: string };
  words: string;
  note?: string;
  isGood?: boolean;
}

function MailLine({ item, words, note, isGood = false }: MailLineProps) {
  return (
    <>
      <Text as="span" {...(isGood && { tone: "success", fontWeight: "semibold" })}>
        {`${words}: `}
        <Link url={`/app/outbox/${item.messageId}`}>{item.flowName}</Link>
      </Text>
      {note !== undefined && (
        <Text as="span" variant="bodySm">
          {note}
        </Text>
      )}
    </>
  );
}
