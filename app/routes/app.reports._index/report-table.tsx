import { Box, Card, DataTable, Text } from "@shopify/polaris";
import { MeasureName } from "~/components/charts/measure-name";
import { formatMeasure } from "~/components/charts/measure-value";
import { contextOfCounts, MEASURES } from "~/feedback/measures";
import { TABLE_MEASURES } from "~/feedback/reports/report-csv";
import type { Report } from "~/feedback/reports/report.server";
import { RowName } from "./row-name";

/** Each row links to its emails. */
export function ReportTable({ report, heading }: { report: Report; heading: string }) {
  const { rows, totals, currency, filter } = report;
  const context = contextOfCounts(report);
  const hasTotals = filter.group !== "segment";
  const cells = (counts: Report["totals"]) =>
    TABLE_MEASURES.map((id) =>
      formatMeasure(MEASURES[id], MEASURES[id].of(counts, context), currency),
    );
  return (
    <Card padding="0">
      <DataTable
        columnContentTypes={["text", ...TABLE_MEASURES.map(() => "numeric" as const)]}
        headings={[
          heading,
          ...TABLE_MEASURES.map((id) => <MeasureName key={id} measure={MEASURES[id]} />),
        ]}
        rows={rows.map((row) => [
          <RowName key={row.key} name={row.name} of={row.of} report={report} />,
          ...cells(row.counts),
        ])}
        {...(hasTotals && {
          totals: ["", ...cells(totals)],
          showTotalsInFooter: true,
          totalsName: { singular: "Together", plural: "Together" },
        })}
      />
      {!hasTotals && (
        <Box padding="300">
          <Text as="p" variant="bodySm" tone="subdued">
            Emails to those who are members now. Who belongs to several segments counts in each, so
            the rows have no sum.
          </Text>
        </Box>
      )}
    </Card>
  );
}
