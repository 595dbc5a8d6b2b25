import { BlockStack, Card, InlineGrid, Link, Text } from "@shopify/polaris";
import { MeasureName } from "~/components/charts/measure-name";
import { formatMeasure } from "~/components/charts/measure-value";
import { MEASURES, type MeasureId } from "~/feedback/measures";
import { daysIn } from "~/feedback/reports/report-range";
import type { Report } from "~/feedback/reports/report.server";

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
  const { totals, tracksOpens, reportsDelivery, context } = report;
  // Emails from a tracked period still have open rates.
  const hasOpenRate = MEASURES.openRate.of(totals, context) !== null;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Overview
        </Text>
        <InlineGrid columns={{ xs: 2, md: 4, lg: 6 }} gap="400">
          {SHOWN.map((id) => (
            <Figure key={id} id={id} report={report} />
          ))}
        </InlineGrid>
        <Text as="p" variant="bodySm" tone="subdued">
          Orders and revenue are those of emails sent in this period, whenever the order came. Home
          counts them by the day of the order instead, so the two differ.
        </Text>
        {!tracksOpens && !hasOpenRate && (
          <Text as="p" variant="bodySm" tone="subdued">
            {"Opens are not counted, so there is no open rate. You can "}
            <Link url="/app/settings">turn it on in the settings</Link>.
          </Text>
        )}
        {!reportsDelivery && (
          <Text as="p" variant="bodySm" tone="subdued">
            Your email provider has not reported yet which emails arrived, so there is no rate of
            delivery or complaints.
          </Text>
        )}
        {context.costMinor === 0 && (
          <Text as="p" variant="bodySm" tone="subdued">
            {"Say "}
            <Link url="/app/settings">what your emails cost</Link>
            {" to see what they return."}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}

function Figure({ id, report }: { id: MeasureId; report: Report }) {
  const { totals, context, before, currency } = report;
  const measure = MEASURES[id];
  const words = (value: number | null) => formatMeasure(measure, value, currency);
  const then = measure.of(before.totals, before.context);
  const between = measure.between?.(context);
  return (
    <BlockStack gap="050">
      <Text as="span" variant="bodySm" tone="subdued">
        <MeasureName measure={measure} />
      </Text>
      <Text as="span" variant="headingLg">
        {words(measure.of(totals, context))}
      </Text>
      {between && (
        <Text as="span" variant="bodySm" tone="subdued">
          {`between ${words(between[0])} and ${words(between[1])}`}
        </Text>
      )}
      {before.totals.sent > 0 && then !== null && (
        <Text as="span" variant="bodySm" tone="subdued">
          {`${words(then)} in the ${daysIn(report)} days before`}
        </Text>
      )}
    </BlockStack>
  );
}
