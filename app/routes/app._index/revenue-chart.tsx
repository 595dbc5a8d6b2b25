import { DayBars } from "~/components/charts/day-bars";
import type { RevenueSummary } from "~/pages/home/credited-revenue.server";
import { useFormat, useText } from "~/i18n/text-provider";
import { currencyExponent } from "~/lib/money";

interface RevenueChartProps {
  days: RevenueSummary["days"];
  currency: string;
}

/** Attributed revenue per day. */
export function RevenueChart({ days, currency }: RevenueChartProps) {
  const text = useText("home");
  const format = useFormat();
  const money = (minor: number) => format.money({ minor, currency });
  const [best] = days.toSorted((a, b) => b.netMinor - a.netMinor);
  const earning = days.filter(({ netMinor }) => netMinor > 0).length;
  return (
    <DayBars
      title={text("chart.title")}
      summary={
        best && earning > 0
          ? text("chart.summary", {
              days: earning,
              total: days.length,
              day: format.calendarDay(best.day),
              amount: money(best.netMinor),
            })
          : text("chart.none")
      }
      xLabel={text("chart.x")}
      yLabel={text("chart.y", { currency })}
      days={days.map(({ day, netMinor }) => ({ day, value: netMinor }))}
      format={money}
      unit={10 ** currencyExponent(currency)}
    />
  );
}
