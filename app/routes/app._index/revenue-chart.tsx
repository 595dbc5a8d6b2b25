import { BlockStack } from "@shopify/polaris";
import { Numbers } from "~/components/charts/numbers";
import { percent, PlotFrame } from "~/components/charts/plot-frame";
import styles from "~/components/charts/plot.module.css";
import { ticksTo, type Tick } from "~/components/charts/ticks";
import { formatCalendarDay } from "~/components/formats";
import type { RevenueSummary } from "~/feedback/home/credited-revenue.server";
import { currencyExponent, formatMoney } from "~/lib/money";

interface RevenueChartProps {
  days: RevenueSummary["days"];
  currency: string;
}

const TITLE = "Day by day";

/** Of a day's width, left free between two bars. */
const GAP = 0.24;
/** Days between two dates on the axis. */
const DATE_EVERY = 10;

/** A bar a day. The numbers are below, for those who would rather read. */
export function RevenueChart({ days, currency }: RevenueChartProps) {
  const money = (minor: number) => formatMoney({ minor, currency });
  const unit = 10 ** currencyExponent(currency);
  const most = Math.max(0, ...days.map(({ netMinor }) => netMinor));
  const { end, ticks } = ticksTo(most / unit, formatShort);
  const width = 1 / days.length;
  const heightOf = (netMinor: number) => Math.max(0, netMinor) / unit / end;
  return (
    <BlockStack gap="200">
      <PlotFrame
        title={TITLE}
        summary={summaryOf(days, money)}
        xLabel="Day of the order"
        yLabel={`Net revenue, ${currency}`}
        xTicks={datesOf(days)}
        yTicks={ticks}
      >
        {days.map(({ day, netMinor }, i) => (
          <g key={day}>
            <title>{`${formatCalendarDay(day)}: ${money(netMinor)}`}</title>
            {/* The whole height answers to the pointer, however small the bar. */}
            <rect x={percent(i * width)} width={percent(width)} y="0%" height="100%" opacity={0} />
            <rect
              className={styles.bar}
              x={percent((i + GAP / 2) * width)}
              width={percent((1 - GAP) * width)}
              y={percent(1 - heightOf(netMinor))}
              height={percent(heightOf(netMinor))}
            />
          </g>
        ))}
      </PlotFrame>
      <Numbers
        of={TITLE}
        headings={["Day", "Net revenue"]}
        rows={days
          .toReversed()
          .map(({ day, netMinor }) => [formatCalendarDay(day), money(netMinor)])}
      />
    </BlockStack>
  );
}

/** "800", "1.2K": the axis names the currency. */
function formatShort(value: number): string {
  return new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 2 }).format(
    value,
  );
}

function datesOf(days: RevenueSummary["days"]): Tick[] {
  const last = days.length - 1;
  return days.flatMap(({ day }, i) => {
    const text = formatCalendarDay(day);
    if (i === 0) return [{ at: 0, text }];
    if (i === last) return [{ at: 1, text }];
    const isFarFromEnd = last - i >= DATE_EVERY / 2;
    return i % DATE_EVERY === 0 && isFarFromEnd ? [{ at: (i + 0.5) / days.length, text }] : [];
  });
}

function summaryOf(days: RevenueSummary["days"], money: (minor: number) => string): string {
  const [best] = days.toSorted((a, b) => b.netMinor - a.netMinor);
  const earning = days.filter(({ netMinor }) => netMinor > 0).length;
  if (!best || earning === 0) return "Net revenue by day: none.";
  return `Net revenue by day. ${earning} of ${days.length} days brought some. The best was ${formatCalendarDay(best.day)} with ${money(best.netMinor)}.`;
}
