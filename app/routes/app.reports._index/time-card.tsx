import { BlockStack, Card, Select } from "@shopify/polaris";
import { useState } from "react";
import { DayBars, formatShort } from "~/components/charts/day-bars";
import { formatMeasure } from "~/components/charts/measure-value";
import { formatCalendarDay, formatRate } from "~/components/formats";
import { contextOfCounts, MEASURES, type MeasureId } from "~/feedback/measures";
import type { Report } from "~/feedback/reports/report.server";
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
  const { stretches, daysEach, currency } = report;
  const measure = MEASURES[id];
  const days = stretches.map(({ day, counts }) => ({
    day,
    // The cost of emails belongs to the whole period.
    value: measure.of(counts, contextOfCounts(report)),
  }));
  const format = (value: number) => formatMeasure(measure, value, currency);
  const known = days.filter(({ value }) => value !== null);
  const [best] = known.toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0));
  return (
    <Card>
      <BlockStack gap="300">
        <Select
          label="Show"
          labelInline
          options={SHOWN.map((shown) => ({ label: MEASURES[shown].name, value: shown }))}
          value={id}
          onChange={(value) => setId(SHOWN.find((shown) => shown === value) ?? "revenue")}
        />
        <DayBars
          title={`${measure.name} over time`}
          definition={measure.definition}
          summary={
            best === undefined || best.value === null
              ? `${measure.name} over time: nothing yet.`
              : `${measure.name} over time. The most was on ${formatCalendarDay(best.day)} with ${format(best.value)}.`
          }
          xLabel={daysEach === 1 ? "Day of sending" : `First of ${daysEach} days of sending`}
          yLabel={measure.unit === "money" ? `${measure.name}, ${currency}` : measure.name}
          days={days}
          format={format}
          formatTick={measure.unit === "rate" ? (value) => formatRate(value) : formatShort}
          isCount={measure.unit === "count"}
          unit={measure.unit === "money" ? 10 ** currencyExponent(currency) : 1}
        />
      </BlockStack>
    </Card>
  );
}
