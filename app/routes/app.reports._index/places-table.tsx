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
    definition:
      "Where the product stands among those that the email recommends, the first being 1.",
  },
  { name: "Shown", definition: "Emails sent with a product in this place." },
  {
    name: "Clicked by people",
    definition:
      "Emails in which a person followed the link of the product in this place, and their share of those that showed one.",
  },
  {
    name: "Bought from",
    definition:
      "Credited orders that hold the very product of this place, and their share of the emails that showed one.",
  },
];

/** Clicks and orders by position of the recommended product. Each row links to the emails. */
export function PlacesTable({ report }: { report: Report }) {
  const { places } = report;
  return (
    <Card padding="0">
      {places.length === 0 ? (
        <EmptyMessage
          heading="No email of this time recommends products"
          text="Emails with a block of recommended products show here, place by place."
        />
      ) : (
        <DataTable
          columnContentTypes={["text", "numeric", "numeric", "numeric", "numeric"]}
          headings={["Email", ...COLUMNS.map((it) => <MeasureName key={it.name} measure={it} />)]}
          rows={places.map(({ name, slot, shown, clickedByPeople, orders, ...email }) => [
            <RowName key={slot} name={name} of={{ ...ALL_ROWS_KEY, ...email }} report={report} />,
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
