import { Box, Card, DataTable, Link, Text } from "@shopify/polaris";
import { MeasureName } from "~/components/charts/measure-name";
import { formatMeasure } from "~/components/charts/measure-value";
import { formatCalendarDay } from "~/components/formats";
import { COUNTS_ALONE, MEASURES } from "~/feedback/measures";
import { TABLE_MEASURES } from "~/feedback/reports/report-csv";
import { reportUrl } from "~/feedback/reports/report-range";
import type { NamedRow, Report } from "~/feedback/reports/report.server";
import { outboxUrl } from "../app.outbox._index/outbox-url";

/** Each row leads to its mails, and from there to the single one. */
export function ReportTable({ report, heading }: { report: Report; heading: string }) {
  const { rows, totals, currency, filter } = report;
  const hasTotals = filter.group !== "segment";
  const cells = (counts: Report["totals"]) =>
    TABLE_MEASURES.map((id) =>
      formatMeasure(MEASURES[id], MEASURES[id].of(counts, COUNTS_ALONE), currency),
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
          <RowName key={row.key} row={row} report={report} />,
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
            Mails to those who are members now. Who belongs to several segments counts in each, so
            the rows have no sum.
          </Text>
        </Box>
      )}
    </Card>
  );
}

interface RowNameProps {
  row: NamedRow;
  report: Report;
}

function RowName({ row: { name, of }, report }: RowNameProps) {
  const { from, to, filter } = report;
  const { day, flowId, campaignId, templateId } = of;
  const words = day === null ? name : formatCalendarDay(day);
  // Mails that have none of what is asked for are not one list.
  const isRest = [flowId, campaignId, templateId].every((id) => id === null || id === "");
  if (isRest && day === null && of.segmentId === null) return words;
  const { version: flowVersion, day: _day, ...asked } = of;
  const url = outboxUrl(
    {
      ...asked,
      flowId: flowId || null,
      stepId: of.stepId || null,
      flowVersion: flowVersion || null,
      campaignId: campaignId || null,
      state: "sent",
      from: day ?? from,
      to: day ?? to,
    },
    reportUrl("/app/reports", filter),
  );
  return <Link url={url}>{words}</Link>;
}
