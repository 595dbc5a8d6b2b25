import { BlockStack } from "@shopify/polaris";
import { NumberTable } from "~/components/charts/numbers";
import { cssPercent, PlotFrame } from "~/components/charts/plot-frame";
import styles from "~/components/charts/plot.module.css";
import { createTicks } from "~/components/charts/ticks";
import { useFormat, useText } from "~/i18n/text-provider";
import type { Bin } from "~/predictions/predictions-summary";

interface HistogramProps {
  title: string;
  xLabel: string;
  bins: readonly Bin[];
  write: (value: number) => string;
}

/** Share of a bin's width between two bars. */
const GAP = 0.12;

/** Distribution of customers: a bar per range. Without customers there is no chart. */
export function Histogram({ title, xLabel, bins, write }: HistogramProps) {
  const text = useText("predictions");
  const format = useFormat();
  const first = bins[0];
  const last = bins[bins.length - 1];
  const largest = bins.toSorted((a, b) => b.profiles - a.profiles)[0];
  if (!first || !last || !largest || largest.profiles === 0) return null;
  const all = bins.reduce((sum, { profiles }) => sum + profiles, 0);
  const { end, ticks } = createTicks(largest.profiles, format.count, "count");
  const width = 1 / bins.length;
  const rangeOf = ({ from, to }: Bin) =>
    to === null
      ? text("histogram.openRange", { from: write(from) })
      : text("histogram.range", { from: write(from), to: write(to) });
  return (
    <BlockStack gap="200">
      <PlotFrame
        title={title}
        summary={text("histogram.summary", {
          title,
          count: all,
          range: rangeOf(largest),
          most: largest.profiles,
        })}
        xLabel={xLabel}
        yLabel={text("histogram.customers")}
        // Only the ends, since three charts are side by side, and the numbers are below.
        xTicks={[
          { at: 0, text: write(first.from) },
          {
            at: 1,
            text:
              last.to === null
                ? text("histogram.openEnd", { from: write(last.from) })
                : write(last.to),
          },
        ]}
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
            <title>{text("histogram.bar", { range: rangeOf(bin), count: bin.profiles })}</title>
          </rect>
        ))}
      </PlotFrame>
      <NumberTable
        of={title}
        headings={[xLabel, text("histogram.customers"), text("histogram.share")]}
        rows={bins.map((bin) => [
          rangeOf(bin),
          format.count(bin.profiles),
          format.rate(bin.profiles / all),
        ])}
      />
    </BlockStack>
  );
}
