import { BlockStack, DataTable, Divider, InlineStack, Link, Text } from "@shopify/polaris";
import { TitledCard } from "~/components/titled-card";
import { describeSkipReason } from "~/delivery/decision/describe-decision";
import { useFormat, useText } from "~/i18n/text-provider";
import type { ActivitySummary } from "~/pages/home/activity.server";

const ROWS = ["sent", "clicks", "creditedOrders"] as const;

/** Sent emails and human responses, by days in the shop's time zone. */
export function ActivityCard({ activity }: { activity: ActivitySummary }) {
  const text = useText("home");
  const format = useFormat();
  return (
    <TitledCard title={text("activity.title")} text={text("activity.text")}>
      <DataTable
        columnContentTypes={["text", "numeric", "numeric", "numeric"]}
        headings={[
          <Text key="name" as="span" visuallyHidden>
            {text("activity.count")}
          </Text>,
          text("activity.today"),
          format.days(7),
          format.days(30),
        ]}
        rows={ROWS.map((row) => [
          text(`activity.${row}`),
          format.count(activity[row].today),
          format.count(activity[row].week),
          format.count(activity[row].month),
        ])}
      />
      <NotSent notSent={activity.notSentToday} />
    </TitledCard>
  );
}

function NotSent({ notSent }: { notSent: ActivitySummary["notSentToday"] }) {
  const text = useText("home");
  const delivery = useText("delivery");
  const format = useFormat();
  const rows = [
    ...notSent.skipped,
    ...(notSent.withheld > 0 ? [{ reason: "holdout", count: notSent.withheld }] : []),
  ];
  if (rows.length === 0) return null;
  return (
    <>
      <Divider />
      <BlockStack gap="200">
        <InlineStack align="space-between" gap="200">
          <Text as="h3" variant="headingSm">
            {text("activity.notSent")}
          </Text>
          <Link url="/app/outbox?state=skipped">{text("activity.view")}</Link>
        </InlineStack>
        <BlockStack as="ul" gap="100">
          {rows.map(({ reason, count }) => (
            <InlineStack as="li" key={reason} align="space-between" gap="400" wrap={false}>
              <Text as="span">{describeSkipReason(reason, delivery)}</Text>
              <Text as="span" numeric>
                {format.count(count)}
              </Text>
            </InlineStack>
          ))}
        </BlockStack>
      </BlockStack>
    </>
  );
}
