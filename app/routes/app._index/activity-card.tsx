import { BlockStack, Divider, InlineStack, Link, Text } from "@shopify/polaris";
import { CountedAt } from "~/components/charts/counted-at";
import { ScrollableTable } from "~/components/lists/scrollable-table";
import { TitledCard } from "~/components/titled-card";
import { describeSkipReason } from "~/delivery/decision/describe-decision";
import { useFormat, useText } from "~/i18n/text-provider";
import type { ActivitySummary } from "~/pages/home/activity.server";

const ROWS = ["sent", "clicks", "creditedOrders"] as const;
const PERIODS = ["today", "week", "weekBefore", "month"] as const;

interface ActivityCardProps {
  activity: ActivitySummary;
  /** Of the numbers, for `CountedAt`. */
  countedAt: string | null;
  currency: string;
}

/** Sent emails and human responses, by days in the shop's time zone. */
export function ActivityCard({ activity, countedAt, currency }: ActivityCardProps) {
  const text = useText("home");
  const format = useFormat();
  const rateIn = ({ sent, clicks }: ActivitySummary, period: (typeof PERIODS)[number]) =>
    sent[period] === 0 ? "–" : format.rate(clicks[period] / sent[period]);
  return (
    <TitledCard title={text("activity.title")} text={text("activity.text")}>
      <ScrollableTable
        columnContentTypes={["text", ...PERIODS.map(() => "numeric" as const)]}
        headings={[
          <Text key="name" as="span" visuallyHidden>
            {text("activity.count")}
          </Text>,
          text("activity.today"),
          format.days(7),
          text("activity.weekBefore"),
          format.days(30),
        ]}
        rows={[
          ...ROWS.map((row) => [
            text(`activity.${row}`),
            ...PERIODS.map((period) => format.count(activity[row][period])),
          ]),
          [text("activity.clickRate"), ...PERIODS.map((period) => rateIn(activity, period))],
        ]}
      />
      <FlowComparison flows={activity.flows} currency={currency} />
      <NotSent notSent={activity.notSentToday} />
      <CountedAt at={countedAt} isInCard />
    </TitledCard>
  );
}

/** The live flows whose emails bring the most and the least. */
function FlowComparison({
  flows,
  currency,
}: {
  flows: ActivitySummary["flows"];
  currency: string;
}) {
  const text = useText("home");
  const format = useFormat();
  if (flows === null) return null;
  return (
    <BlockStack gap="100">
      {(["best", "lowest"] as const).map((key) => {
        const { flowId, name, netMinorPer100 } = flows[key];
        const amount = format.money({ minor: Math.round(netMinorPer100), currency });
        return (
          <Text as="p" key={key}>
            {text.rich(`activity.${key}Flow`, {
              flow: (words) => (
                <Link url={`/app/flows/${encodeURIComponent(flowId)}`}>{words}</Link>
              ),
              ...{ name, amount },
            })}
          </Text>
        );
      })}
    </BlockStack>
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
