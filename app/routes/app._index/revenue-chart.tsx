import { DayBars, formatShort } from "~/components/charts/day-bars";
import { formatCalendarDay } from "~/components/formats";
import type { RevenueSummary } from "~/feedback/home/credited-revenue.server";
import { currencyExponent, formatMoney } from "~/lib/money";

interface RevenueChartProps {
  days: RevenueSummary["days"];
  currency: string;
}

/** Attributed revenue per day. */
export function RevenueChart({ days, currency }: RevenueChartProps) {
  const money = (minor: number) => formatMoney({ minor, currency });
  return (
    <DayBars
      title="Day by day"
      summary={summaryOf(days, money)}
      xLabel="Day of the order"
      yLabel={`Net revenue, ${currency}`}
      days={days.map(({ day, netMinor }) => ({ day, value: netMinor }))}
      format={money}
      formatTick={formatShort}
      unit={10 ** currencyExponent(currency)}
    />
  );
}

function summaryOf(days: RevenueSummary["days"], money: (minor: number) => string): string {
  const [best] = days.toSorted((a, b) => b.netMinor - a.netMinor);
  const earning = days.filter(({ netMinor }) => netMinor > 0).length;
  if (!best || earning === 0) return "Net revenue by day: none.";
  return `Net revenue by day. ${earning} of ${days.length} days brought some. The best was ${formatCalendarDay(best.day)} with ${money(best.netMinor)}.`;
}
