import { Card, DataTable, Link } from "@shopify/polaris";
import { MeasureName } from "~/components/charts/measure-name";
import { formatMeasure } from "~/components/charts/measure-value";
import { formatCalendarDay } from "~/components/formats";
import { MEASURES } from "~/feedback/measures";
import { TABLE_MEASURES } from "~/feedback/reports/report-csv";
import type { NamedRow, Report } from "~/feedback/reports/report.server";

/** Each row leads to its mails, and from there to the single one. */
export function ReportTable({ report, heading }: { report: Report; heading: string }) {
  const { rows, totals, currency } = report;
  const cells = (counts: Report["totals"]) =>
    TABLE_MEASURES.map((id) =>
      formatMeasure(MEASURES[id], MEASURES[id].of(counts, { costMinor: 0 }), currency),
    );
  return (
    <Card padding="0">
      <DataTable
        columnContentTypes={["text", ...TABLE_MEASURES.map(() => "numeric" as const)]}
        headings={[
          heading,
          ...TABLE_MEASURES.map((id) => <MeasureName key={id} measure={MEASURES[id]} />),
        ]}
        rows={rows.map((row) => [<RowName key={row.key} row={row} />, ...cells(row.counts)])}
        totals={["", ...cells(totals)]}
        showTotalsInFooter
        totalsName={{ singular: "Together", plural: "Together" }}
      />
    </Card>
  );
}

function RowName({ row: { name, flowId, day } }: { row: NamedRow }) {
  if (day !== null) return formatCalendarDay(day);
  if (flowId === "") return name;
  const params = new URLSearchParams({ state: "sent", flow: flowId });
  return <Link url={`/app/outbox?${params.toString()}`}>{name}</Link>;
}
