import { Box, Card, Text } from "@shopify/polaris";
import { MeasureName } from "~/components/charts/measure-name";
import { ScrollableTable } from "~/components/lists/scrollable-table";
import { formatMeasure } from "~/feedback/format-measure";
import { contextOfCounts, MEASURES } from "~/feedback/measures";
import { TABLE_MEASURES } from "~/pages/reports/report-csv";
import type { Report } from "~/feedback/reports/report.server";
import { useFormat, useText } from "~/i18n/text-provider";
import { RowName } from "./row-name";

/** Each row links to its emails. */
export function ReportTable({ report }: { report: Report }) {
  const { rows, totals, currency, filter } = report;
  const text = useText("reports");
  const writer = { format: useFormat(), text: useText("measures"), currency };
  const context = contextOfCounts(report);
  const hasTotals = filter.group !== "segment";
  const cells = (counts: Report["totals"]) =>
    TABLE_MEASURES.map((id) =>
      formatMeasure(MEASURES[id], MEASURES[id].of(counts, context), writer),
    );
  return (
    <Card padding="0">
      <ScrollableTable
        columnContentTypes={["text", ...TABLE_MEASURES.map(() => "numeric" as const)]}
        headings={[
          text(`group.${filter.group}`),
          ...TABLE_MEASURES.map((id) => <MeasureName key={id} id={id} />),
        ]}
        rows={rows.map((row) => [
          <RowName key={row.key} name={row.name} of={row.of} report={report} />,
          ...cells(row.counts),
        ])}
        {...(hasTotals && {
          totals: ["", ...cells(totals)],
          showTotalsInFooter: true,
          totalsName: { singular: text("table.total"), plural: text("table.total") },
        })}
      />
      {!hasTotals && (
        <Box padding="300">
          <Text as="p" variant="bodySm" tone="subdued">
            {text("table.segments")}
          </Text>
        </Box>
      )}
    </Card>
  );
}
