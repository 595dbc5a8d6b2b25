import { BlockStack, Link, Text } from "@shopify/polaris";
import { FirstFew } from "~/components/lists/first-few";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import type { TimelineItem } from "~/pages/customers/customer-timeline.server";

interface TimelineCardProps {
  items: readonly TimelineItem[];
  /** Message id → display name, for the latest emails. */
  emailNames: ReadonlyMap<string, string>;
}

const SHOWN_FIRST = 20;

/** The customer's activity and messages, newest first. */
export function TimelineCard({ items, emailNames }: TimelineCardProps) {
  const text = useText("customers");
  const format = useFormat();
  return (
    <TitledCard title={text("timeline.title")}>
      {items.length === 0 && (
        <Text as="p" tone="subdued">
          {text("timeline.none")}
        </Text>
      )}
      <FirstFew items={items} count={SHOWN_FIRST}>
        {(item) => (
          <BlockStack as="li" key={item.key} gap="050">
            <Text as="span">
              <TimelineLine item={item} emailNames={emailNames} />
            </Text>
            {"titles" in item && item.kind !== "order_fulfilled" && <Titles titles={item.titles} />}
            <Text as="span" variant="bodySm" tone="subdued">
              {format.instant(item.at)}
            </Text>
          </BlockStack>
        )}
      </FirstFew>
    </TitledCard>
  );
}

type TimelineLineProps = Pick<TimelineCardProps, "emailNames"> & { item: TimelineItem };

function TimelineLine({ item, emailNames }: TimelineLineProps) {
  const text = useText("customers");
  const common = useText("common");
  const format = useFormat();
  const money = (minor: number, currency: string) => format.money({ minor, currency });
  const about = (messageId: string) => ({
    email: emailNames.get(messageId) ?? text("emails.unnamed"),
    link: (words: React.ReactNode) => <Link url={`/app/outbox/${messageId}`}>{words}</Link>,
  });
  switch (item.kind) {
    case "order_placed": {
      const total = money(item.totalMinor, item.currency);
      return text("timeline.order_placed", { name: item.name, total });
    }
    case "order_fulfilled":
    case "order_canceled":
      return text(`timeline.${item.kind}`, { name: item.name });
    case "order_refunded":
      return text("timeline.order_refunded", { amount: money(item.amountMinor, item.currency) });
    case "checkout_started":
      return text("timeline.checkout_started", { total: money(item.totalMinor, item.currency) });
    case "consent_changed":
      return text("timeline.consent_changed", { state: common(`consent.${item.marketingState}`) });
    case "customer_created":
    case "email_unsubscribed":
      return text(`timeline.${item.kind}`);
    case "email_sent":
      return text.rich("timeline.email_sent", about(item.messageId));
    case "email_clicked":
      return text.rich(
        item.classification === "human"
          ? "timeline.email_clicked"
          : "timeline.email_clickedByMachine",
        about(item.messageId),
      );
  }
}

const SHOWN_TITLES = 3;

function Titles({ titles }: { titles: readonly string[] }) {
  const text = useText("customers");
  const format = useFormat();
  const more = titles.length - SHOWN_TITLES;
  return (
    <Text as="span" variant="bodySm" tone="subdued">
      {more > 0
        ? text("timeline.titlesMore", { titles: titles.slice(0, SHOWN_TITLES).join(", "), more })
        : format.list(titles)}
    </Text>
  );
}
