import { BlockStack, Card, InlineGrid, Link, Text } from "@shopify/polaris";
import { MeasureName } from "~/components/charts/measure-name";
import { formatMeasure } from "~/components/charts/measure-value";
import { MEASURES, type MeasureId } from "~/feedback/measures";
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
  "unsubscribeRate",
  "complaintRate",
];

/** The period in ten numbers, each beside that of the time before. */
export function OverviewCard({ report }: { report: Report }) {
  const { tracksOpens, costMinor } = report;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Overview
        </Text>
        <InlineGrid columns={{ xs: 2, md: 5 }} gap="400">
          {SHOWN.map((id) => (
            <Figure key={id} id={id} report={report} />
          ))}
        </InlineGrid>
        {!tracksOpens && (
          <Text as="p" variant="bodySm" tone="subdued">
            {"Opens are not counted: only people who clicked show as having opened. You can "}
            <Link url="/app/settings">turn it on in the settings</Link>.
          </Text>
        )}
        {costMinor === 0 && (
          <Text as="p" variant="bodySm" tone="subdued">
            {"Say "}
            <Link url="/app/settings">what your mails cost</Link>
            {" to see what they return."}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}

function Figure({ id, report }: { id: MeasureId; report: Report }) {
  const { totals, costMinor, before, currency, filter } = report;
  const measure = MEASURES[id];
  const then = measure.of(before.totals, before);
  return (
    <BlockStack gap="050">
      <Text as="span" variant="bodySm" tone="subdued">
        <MeasureName measure={measure} />
      </Text>
      <Text as="span" variant="headingLg">
        {formatMeasure(measure, measure.of(totals, { costMinor }), currency)}
      </Text>
      {before.totals.sent > 0 && (
        <Text as="span" variant="bodySm" tone="subdued">
          {`${formatMeasure(measure, then, currency)} in the ${filter.days} days before`}
        </Text>
      )}
    </BlockStack>
  );
}
