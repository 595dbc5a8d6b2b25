import { Card, DataTable } from "@shopify/polaris";
import { MeasureName } from "~/components/charts/measure-name";
import { EmptyMessage } from "~/components/lists/empty-message";
import { formatCount, formatRate } from "~/components/formats";
import { ALL_ROWS_KEY } from "~/feedback/reports/report-rows";
import type { Report } from "~/feedback/reports/report.server";
import { RowName } from "./row-name";

const COLUMNS = [
  {
    name: "Place",
    definition: "Where the product stands among those that the mail recommends, the first being 1.",
  },
  { name: "Shown", definition: "Mails sent with a product in this place." },
  {
    name: "Clicked by people",
    definition:
      "Mails in which a person followed the link of the product in this place, and their share of those that showed one.",
  },
  {
    name: "Bought from",
    definition:
      "Credited orders that hold the very product of this place, and their share of the mails that showed one.",
  },
];

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
          headings={["Mail", ...COLUMNS.map((it) => <MeasureName key={it.name} measure={it} />)]}
          rows={places.map(({ name, slot, shown, clickedByPeople, orders, ...mail }) => [
            <RowName key={slot} name={name} of={{ ...ALL_ROWS_KEY, ...mail }} report={report} />,
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
