import { BlockStack } from "@shopify/polaris";
import { formatCount, formatRate } from "~/components/formats";
import type { Bin } from "~/predictions/predictions-summary";
import { NumberTable } from "~/components/charts/numbers";
import { cssPercent, PlotFrame } from "~/components/charts/plot-frame";
import styles from "~/components/charts/plot.module.css";
import { createTicks, type Tick } from "~/components/charts/ticks";

interface HistogramProps {
  title: string;
  xLabel: string;
  bins: readonly Bin[];
  textOf: (value: number) => string;
}

/** Share of a bin's width between two bars. */
const GAP = 0.12;

/** Distribution of customers: a bar per range. */
export function Histogram({ title, xLabel, bins, textOf }: HistogramProps) {
  const all = bins.reduce((sum, { profiles }) => sum + profiles, 0);
  const max = Math.max(...bins.map(({ profiles }) => profiles));
  const { end, ticks } = createTicks(max, formatCount, "count");
  const width = 1 / bins.length;
  return (
    <BlockStack gap="200">
      <PlotFrame
        title={title}
        summary={summaryOf(title, bins, all, textOf)}
        xLabel={xLabel}
        yLabel="Customers"
        xTicks={edgesOf(bins, textOf)}
        yTicks={ticks}
      >
        {bins.map((bin, i) => (
          <rect
            key={bin.from}
            className={styles.bar}
            x={cssPercent((i + GAP / 2) * width)}
            width={cssPercent((1 - GAP) * width)}
            y={cssPercent(1 - bin.profiles / end)}
            height={cssPercent(bin.profiles / end)}
          >
            <title>{`${rangeOf(bin, textOf)}: ${formatCount(bin.profiles)}`}</title>
          </rect>
        ))}
      </PlotFrame>
      <NumberTable
        of={title}
        headings={[xLabel, "Customers", "Share"]}
        rows={bins.map((bin) => [
          rangeOf(bin, textOf),
          formatCount(bin.profiles),
          formatRate(all === 0 ? 0 : bin.profiles / all),
        ])}
      />
    </BlockStack>
  );
}

/** Only the ends, since three charts are side by side, and the numbers are below. */
function edgesOf(bins: readonly Bin[], textOf: HistogramProps["textOf"]): Tick[] {
  const first = bins[0];
  const last = bins[bins.length - 1];
  if (!first || !last) return [];
  return [
    { at: 0, text: textOf(first.from) },
    { at: 1, text: last.to === null ? `over ${textOf(last.from)}` : textOf(last.to) },
  ];
}

function rangeOf({ from, to }: Bin, textOf: HistogramProps["textOf"]): string {
  return to === null ? `${textOf(from)} and more` : `${textOf(from)} to ${textOf(to)}`;
}

function summaryOf(
  title: string,
  bins: readonly Bin[],
  all: number,
  textOf: HistogramProps["textOf"],
): string {
  const fullest = bins.toSorted((a, b) => b.profiles - a.profiles)[0];
  const max = fullest
    ? ` Most of them, ${formatCount(fullest.profiles)}, are at ${rangeOf(fullest, textOf)}.`
    : "";
  return `${title} of ${formatCount(all)} customers.${max}`;
}
