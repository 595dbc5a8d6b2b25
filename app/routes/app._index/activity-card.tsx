import { BlockStack, Card, DataTable, Divider, InlineStack, Link, Text } from "@shopify/polaris";
import { formatCount } from "~/components/formats";
import { describeSkipReason } from "~/delivery/decision/describe-decision";
import { useText } from "~/i18n/text-provider";
import type { ActivitySummary } from "~/feedback/home/activity.server";

/** Sent emails and human responses, by days in the shop's time zone. */
export function ActivityCard({ activity }: { activity: ActivitySummary }) {
  const rows = [
    { name: "Emails sent", counts: activity.sent },
    { name: "Clicks", counts: activity.clicks },
    { name: "Orders credited", counts: activity.creditedOrders },
  ];
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            What emails did
          </Text>
          <Text as="p" tone="subdued">
            Clicks are those of people: programs that open links to check them are left out.
          </Text>
        </BlockStack>
        <DataTable
          columnContentTypes={["text", "numeric", "numeric", "numeric"]}
          headings={[
            <Text key="name" as="span" visuallyHidden>
              What is counted
            </Text>,
            "Today",
            "7 days",
            "30 days",
          ]}
          rows={rows.map(({ name, counts }) => [
            name,
            formatCount(counts.today),
            formatCount(counts.week),
            formatCount(counts.month),
          ])}
        />
        <NotSent notSent={activity.notSentToday} />
      </BlockStack>
    </Card>
  );
}

function NotSent({ notSent }: { notSent: ActivitySummary["notSentToday"] }) {
  const text = useText("delivery");
  const rows = [
    ...notSent.skipped.map(({ reason, count }) => ({
      words: describeSkipReason(reason, text),
      count,
    })),
    ...(notSent.withheld > 0
      ? [{ words: "Left alone, to measure what the emails earn", count: notSent.withheld }]
      : []),
  ];
  if (rows.length === 0) return null;
  return (
    <>
      <Divider />
      <BlockStack gap="200">
        <InlineStack align="space-between" gap="200">
          <Text as="h3" variant="headingSm">
            Not sent today, and why
          </Text>
          <Link url="/app/outbox?state=skipped">See them</Link>
        </InlineStack>
        <BlockStack as="ul" gap="100">
          {rows.map(({ words, count }) => (
            <InlineStack as="li" key={words} align="space-between" gap="400" wrap={false}>
              <Text as="span">{words}</Text>
              <Text as="span" numeric>
                {formatCount(count)}
              </Text>
            </InlineStack>
          ))}
        </BlockStack>
      </BlockStack>
    </>
  );
}
