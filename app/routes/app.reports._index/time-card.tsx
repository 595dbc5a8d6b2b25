import { BlockStack, Card, Select } from "@shopify/polaris";
import { useState } from "react";
import { DayBars } from "~/components/charts/day-bars";
import { formatMeasure } from "~/feedback/format-measure";
import { contextOfCounts, MEASURES, type MeasureId } from "~/feedback/measures";
import type { Report } from "~/feedback/reports/report.server";
import { useFormat, useText } from "~/i18n/text-provider";
import { currencyExponent } from "~/lib/money";

const SHOWN = [
  "revenue",
  "sent",
  "orders",
  "openRate",
  "clickRate",
  "conversionRate",
  "revenuePerRecipient",
  "unsubscribeRate",
] as const satisfies readonly MeasureId[];

/** One measure over time, by the day of sending. */
export function TimeSeriesCard({ report }: { report: Report }) {
  const [id, setId] = useState<MeasureId>("revenue");
  const text = useText("reports");
  const measures = useText("measures");
  const format = useFormat();
  const { stretches, daysEach, currency } = report;
  const { of, unit } = MEASURES[id];
  const measure = measures(`name.${id}`);
  const days = stretches.map(({ day, counts }) => ({
    day,
    // The cost of emails belongs to the whole period.
    value: of(counts, contextOfCounts(report)),
  }));
  const write = (value: number) =>
    formatMeasure({ unit }, value, { format, text: measures, currency });
  const known = days.filter(({ value }) => value !== null);
  const [best] = known.toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0));
  return (
    <Card>
      <BlockStack gap="300">
        <Select
          label={text("chart.measure")}
          options={SHOWN.map((shown) => ({ label: measures(`name.${shown}`), value: shown }))}
          value={id}
          onChange={(value) => setId(SHOWN.find((shown) => shown === value) ?? "revenue")}
        />
        <DayBars
          title={text("chart.title", { measure })}
          definition={measures(`about.${id}`)}
          summary={
            best === undefined || best.value === null
              ? text("chart.none", { measure })
              : text("chart.summary", {
                  measure,
                  day: format.calendarDay(best.day),
                  value: write(best.value),
                })
          }
          xLabel={daysEach === 1 ? text("chart.x") : text("chart.xPeriod", { days: daysEach })}
          yLabel={unit === "money" ? text("chart.y", { measure, currency }) : measure}
          days={days}
          format={write}
          {...(unit === "rate" && { formatTick: format.rate })}
          isCount={unit === "count"}
          unit={unit === "money" ? 10 ** currencyExponent(currency) : 1}
        />
      </BlockStack>
    </Card>
  );
}
