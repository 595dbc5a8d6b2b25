import { BlockStack, InlineGrid, Link, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import { HowCalculated } from "~/components/charts/how-calculated";
import { MeasureName } from "~/components/charts/measure-name";
import { TitledCard } from "~/components/titled-card";
import { certaintyOf } from "~/feedback/lift/lift-certainty";
import { formatMeasure } from "~/feedback/format-measure";
import { MEASURES, type MeasureId } from "~/feedback/measures";
import { daysIn } from "~/feedback/reports/report-range";
import type { Report } from "~/feedback/reports/report.server";
import { useFormat, useText } from "~/i18n/text-provider";

const SHOWN: readonly MeasureId[] = [
  "sent",
  "deliveredRate",
  "openRate",
  "clickRate",
  "conversionRate",
  "revenue",
  "revenuePerRecipient",
  "returnOnCost",
  "incrementalRevenue",
  "incrementalReturnOnCost",
  "unsubscribeRate",
  "complaintRate",
];

/** The period's key numbers, each compared with the preceding period. */
export function OverviewCard({ report }: { report: Report }) {
  const text = useText("reports");
  const link = (chunks: ReactNode) => <Link url="/app/settings">{chunks}</Link>;
  const { totals, tracksOpens, reportsDelivery, context } = report;
  // Emails from a tracked period still have open rates.
  const hasOpenRate = MEASURES.openRate.of(totals, context) !== null;
  return (
    <TitledCard title={text("overview.title")}>
      <InlineGrid columns={{ xs: 2, md: 4, lg: 6 }} gap="400">
        {SHOWN.map((id) => (
          <Figure key={id} id={id} report={report} />
        ))}
      </InlineGrid>
      {!tracksOpens && !hasOpenRate && (
        <Text as="p" variant="bodySm" tone="subdued">
          {text.rich("overview.noOpens", { link })}
        </Text>
      )}
      {!reportsDelivery && (
        <Text as="p" variant="bodySm" tone="subdued">
          {text("overview.noDelivery")}
        </Text>
      )}
      {context.costMinor === 0 && (
        <Text as="p" variant="bodySm" tone="subdued">
          {text.rich("overview.noCost", { link })}
        </Text>
      )}
      <HowCalculated>{text("overview.about")}</HowCalculated>
    </TitledCard>
  );
}

function Figure({ id, report }: { id: MeasureId; report: Report }) {
  const { totals, context, before, currency } = report;
  const text = useText("reports");
  const writer = { format: useFormat(), text: useText("measures"), currency };
  const measure = MEASURES[id];
  const words = (value: number | null) => formatMeasure(measure, value, writer);
  const then = measure.of(before.totals, before.context);
  const between = measure.between?.(context);
  const value = measure.of(totals, context);
  const isUnknown =
    between &&
    value !== null &&
    certaintyOf({ value, low: between[0], high: between[1] }) === "open";
  return (
    <BlockStack gap="050">
      <Text as="span" variant="bodySm" tone="subdued">
        <MeasureName id={id} />
      </Text>
      <Text as="span" variant="headingLg">
        {isUnknown ? text("overview.unknown") : words(value)}
      </Text>
      {between && (
        <Text as="span" variant="bodySm" tone="subdued">
          {text("overview.range", { low: words(between[0]), high: words(between[1]) })}
        </Text>
      )}
      {before.totals.sent > 0 && then !== null && (
        <Text as="span" variant="bodySm" tone="subdued">
          {text("overview.before", { value: words(then), days: daysIn(report) })}
        </Text>
      )}
    </BlockStack>
  );
}
