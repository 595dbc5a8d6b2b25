import { Card } from "@shopify/polaris";
import { Defined } from "~/components/charts/defined";
import { EmptyMessage } from "~/components/lists/empty-message";
import { ScrollableTable } from "~/components/lists/scrollable-table";
import { ALL_ROWS_KEY } from "~/feedback/reports/report-rows";
import type { Report } from "~/feedback/reports/report.server";
import { useFormat, useText } from "~/i18n/text-provider";
import { RowName } from "./row-name";

const COLUMNS = ["slot", "shown", "clicked", "orders"] as const;

/** Clicks and orders by position of the recommended product. Each row links to the emails. */
export function PlacesTable({ report }: { report: Report }) {
  const { places } = report;
  const text = useText("reports");
  const format = useFormat();
  const withRate = (count: number, whole: number) =>
    whole === 0 ? "–" : text("place.share", { count, rate: format.rate(count / whole) });
  return (
    <Card padding="0">
      {places.length === 0 ? (
        <EmptyMessage heading={text("place.empty.heading")} text={text("place.empty.text")} />
      ) : (
        <ScrollableTable
          columnContentTypes={["text", "numeric", "numeric", "numeric", "numeric"]}
          headings={[
            text("place.email"),
            ...COLUMNS.map((it) => (
              <Defined key={it} definition={text(`place.${it}About`)}>
                {text(`place.${it}`)}
              </Defined>
            )),
          ]}
          rows={places.map(({ name, slot, shown, clickedByPeople, orders, ...email }) => [
            <RowName key={slot} name={name} of={{ ...ALL_ROWS_KEY, ...email }} report={report} />,
            format.count(slot),
            format.count(shown),
            withRate(clickedByPeople, shown),
            withRate(orders, shown),
          ])}
        />
      )}
    </Card>
  );
}
