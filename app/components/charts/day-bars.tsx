import { BlockStack } from "@shopify/polaris";
import { useFormat, useText } from "~/i18n/text-provider";
import { NumberTable } from "./numbers";
import { cssPercent, PlotFrame } from "./plot-frame";
import styles from "./plot.module.css";
import { createTicks, type Tick } from "./ticks";

interface DayValue {
  /** YYYY-MM-DD */
  readonly day: string;
  /** null: no bar. Values below 0 are drawn as 0. */
  readonly value: number | null;
}

interface DayBarsProps {
  title: string;
  /** Explanation of the calculation, if it is not obvious. */
  definition?: string;
  /** Text alternative of the chart. */
  summary: string;
  xLabel: string;
  yLabel: string;
  /** In chronological order. */
  days: readonly DayValue[];
  /** A full value: "£1,200.00". */
  format: (value: number) => string;
  /** A value on the axis, without its unit; by default "800", "1.2K". */
  formatTick?: (value: number) => string;
  /** Number of the value's units per axis unit. */
  unit?: number;
  /** Whether the values are counts. */
  isCount?: boolean;
}

/** Share of a bar's width between two bars. */
const GAP = 0.24;
/** Approximate number of dates on the axis. */
const DATES = 3;

/** A bar for each day or period. The table below contains the same numbers. */
export function DayBars(props: DayBarsProps) {
  const common = useText("common");
  const { calendarDay, compact } = useFormat();
  const { title, definition, summary, xLabel, yLabel, days, format } = props;
  const { formatTick = compact, unit = 1, isCount = false } = props;
  const max = Math.max(0, ...days.map(({ value }) => value ?? 0));
  // Bars of zero height would be empty elements.
  const { end, ticks } = createTicks(
    max / unit,
    formatTick,
    isCount || max === 0 ? "count" : "measure",
  );
  const width = 1 / Math.max(1, days.length);
  const heightOf = (value: number | null) => Math.max(0, value ?? 0) / unit / end;
  const words = (value: number | null) => (value === null ? "–" : format(value));
  return (
    <BlockStack gap="200">
      <PlotFrame
        title={title}
        definition={definition}
        summary={summary}
        xLabel={xLabel}
        yLabel={yLabel}
        xTicks={datesOf(days, calendarDay)}
        // Without values only zero is certain.
        yTicks={max === 0 ? ticks.slice(0, 1) : ticks}
      >
        {days.map(({ day, value }, i) => (
          <g key={day}>
            <title>{`${calendarDay(day)}: ${words(value)}`}</title>
            {/* The whole height reacts to the pointer, also for a small bar. */}
            <rect
              x={cssPercent(i * width)}
              width={cssPercent(width)}
              y="0%"
              height="100%"
              opacity={0}
            />
            <rect
              className={styles.bar}
              x={cssPercent((i + GAP / 2) * width)}
              width={cssPercent((1 - GAP) * width)}
              y={cssPercent(1 - heightOf(value))}
              height={cssPercent(heightOf(value))}
            />
          </g>
        ))}
      </PlotFrame>
      <NumberTable
        of={title}
        headings={[common("chart.day"), yLabel]}
        rows={days.toReversed().map(({ day, value }) => [calendarDay(day), words(value)])}
      />
    </BlockStack>
  );
}

function datesOf(days: readonly DayValue[], textOf: (day: string) => string): Tick[] {
  const last = days.length - 1;
  const every = Math.max(1, Math.ceil(days.length / DATES));
  return days.flatMap(({ day }, i) => {
    const text = textOf(day);
    if (i === 0) return [{ at: 0, text }];
    if (i === last) return [{ at: 1, text }];
    const isFarFromEnd = last - i >= every / 2;
    return i % every === 0 && isFarFromEnd ? [{ at: (i + 0.5) / days.length, text }] : [];
  });
}
