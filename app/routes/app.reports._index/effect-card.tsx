import { BlockStack, Card, Divider, Text } from "@shopify/polaris";
import { LiftAnswers } from "~/components/charts/lift-answers";
import { certaintyOfLook } from "~/feedback/lift/lift-certainty";
import { daysIn } from "~/feedback/reports/report-range";
import type { Report } from "~/feedback/reports/report.server";
import { useFormat, useText } from "~/i18n/text-provider";

/** Lift: the share of revenue that would not exist without email. */
export function EffectCard({ report }: { report: Report }) {
  const { lift, currency, filter } = report;
  const text = useText("reports");
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            {text("effect.title")}
          </Text>
          <Text as="p">{text("effect.text")}</Text>
        </BlockStack>
        <LiftAnswers
          lift={lift}
          currency={currency}
          {...(filter.group === "campaign" && {
            isListed: ({ campaignId }) => campaignId !== "",
          })}
        />
        <Divider />
        <RangeEffect report={report} />
      </BlockStack>
    </Card>
  );
}

/** The effect of the emails of the report's days alone. */
function RangeEffect({ report: { effect, currency } }: { report: Report }) {
  const text = useText("reports");
  const format = useFormat();
  const { range, revenue } = effect;
  const money = (minor: number) => format.money({ minor: Math.round(minor), currency });
  return (
    <BlockStack gap="100">
      <Text as="h3" variant="headingSm">
        {text("effect.rangeTitle")}
      </Text>
      <Text as="p">
        {daysIn(range) === 0
          ? text("effect.pending")
          : revenue.kind === "measured"
            ? text(certaintyOfLook(revenue) === "open" ? "effect.rangeOpen" : "effect.range", {
                from: format.calendarDay(range.from),
                to: format.calendarDay(range.to),
                value: money(revenue.incrementalMinor),
                low: money(revenue.lowMinor),
                high: money(revenue.highMinor),
              })
            : text("effect.rangeNone")}
      </Text>
    </BlockStack>
  );
}
