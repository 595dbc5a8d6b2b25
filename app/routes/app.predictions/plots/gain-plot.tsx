import { BlockStack } from "@shopify/polaris";
import { formatRate } from "~/components/formats";
import type { GainPoint } from "~/predictions/predictions-summary";
import { NumberTable } from "~/components/charts/numbers";
import { cssPercent, PlotFrame } from "~/components/charts/plot-frame";
import styles from "~/components/charts/plot.module.css";
import type { Tick } from "~/components/charts/ticks";

const TITLE = "Does it find the buyers?";
const TICKS: readonly Tick[] = [0, 0.25, 0.5, 0.75, 1].map((at) => ({
  at,
  text: formatRate(at, 0),
}));

const START: GainPoint = { customers: 0, buyers: 0 };

/** The share of buyers among the top-ranked customers: the dashed line is random ranking. */
export function GainPlot({ points }: { points: readonly GainPoint[] }) {
  const third = points.find(({ customers }) => customers >= 0.3);
  return (
    <BlockStack gap="200">
      <PlotFrame
        title={TITLE}
        summary={
          third
            ? `The ${formatRate(third.customers, 0)} of customers ranked first held ${formatRate(third.buyers, 0)} of those who ordered.`
            : "How many of those who ordered were ranked first."
        }
        xLabel="Customers, highest forecast first"
        yLabel="Share of those who ordered"
        xTicks={TICKS}
        yTicks={TICKS}
      >
        <line className={styles.reference} x1="0%" y1="100%" x2="100%" y2="0%" />
        {points.map((to, i) => {
          const from = points[i - 1] ?? START;
          return (
            <line
              key={to.customers}
              className={styles.line}
              x1={cssPercent(from.customers)}
              y1={cssPercent(1 - from.buyers)}
              x2={cssPercent(to.customers)}
              y2={cssPercent(1 - to.buyers)}
            />
          );
        })}
      </PlotFrame>
      <NumberTable
        of={TITLE}
        headings={["Customers ranked first", "Of those who ordered"]}
        rows={points.map(({ customers, buyers }) => [formatRate(customers), formatRate(buyers)])}
      />
    </BlockStack>
  );
}
