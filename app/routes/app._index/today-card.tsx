import { BlockStack, Card, Divider, InlineStack, Link, Text } from "@shopify/polaris";
import { Figures } from "~/components/charts/figures";
import { formatCount } from "~/components/formats";
import { describeReason } from "~/delivery/decision/describe-decision";
import type { TodaySummary } from "~/feedback/today.server";

/** Counts since midnight in the shop's time zone. */
export function TodayCard({ today }: { today: TodaySummary }) {
  const skippedCount = today.skipped.reduce((sum, { count }) => sum + count, 0);
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Today
        </Text>
        <Figures
          figures={[
            { label: "Events", value: formatCount(today.events) },
            { label: "Entered a flow", value: formatCount(today.enrollments) },
            { label: "Mails sent", value: formatCount(today.sent) },
            { label: "Not sent", value: formatCount(skippedCount + today.withheld) },
            { label: "Clicks", value: formatCount(today.clicks) },
            { label: "Orders credited", value: formatCount(today.creditedOrders) },
          ]}
        />
        {(skippedCount > 0 || today.withheld > 0) && (
          <>
            <Divider />
            <NotSent today={today} />
          </>
        )}
      </BlockStack>
    </Card>
  );
}

function NotSent({ today }: { today: TodaySummary }) {
  const rows = [
    ...today.skipped.map(({ reason, count }) => ({ words: describeReason(reason), count })),
    ...(today.withheld > 0
      ? [{ words: "Left alone, to measure what the mails earn", count: today.withheld }]
      : []),
  ];
  return (
    <BlockStack gap="200">
      <InlineStack align="space-between" gap="200">
        <Text as="h3" variant="headingSm">
          Why mails were not sent
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
  );
}
