import { Card, DataTable } from "@shopify/polaris";
import { EmptyMessage } from "~/components/lists/empty-message";
import { formatCount, formatRate } from "~/components/formats";
import { OF_ALL } from "~/feedback/reports/report-rows";
import type { Report } from "~/feedback/reports/report.server";
import { RowName } from "./row-name";

/** Which place of a mail's recommended products is clicked and bought from. Each row leads to the mails. */
export function PlacesTable({ report }: { report: Report }) {
  const { places } = report;
  return (
    <Card padding="0">
      {places.length === 0 ? (
        <EmptyMessage
          heading="No mail of this time recommends products"
          text="Mails with a block of recommended products show here, place by place."
        />
      ) : (
        <DataTable
          columnContentTypes={["text", "numeric", "numeric", "numeric", "numeric"]}
          headings={["Mail", "Place", "Shown", "Clicked by people", "Bought from"]}
          rows={places.map(({ name, slot, shown, clickedByPeople, orders, ...mail }) => [
            <RowName key={slot} name={name} of={{ ...OF_ALL, ...mail }} report={report} />,
            String(slot),
            formatCount(shown),
            withRate(clickedByPeople, shown),
            withRate(orders, shown),
          ])}
        />
      )}
    </Card>
  );
}

function withRate(part: number, whole: number): string {
  return whole === 0 ? "–" : `${formatCount(part)} (${formatRate(part / whole)})`;
}
