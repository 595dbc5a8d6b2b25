import { BlockStack } from "@shopify/polaris";
import { NumberTable } from "~/components/charts/numbers";
import { cssPercent, PlotFrame } from "~/components/charts/plot-frame";
import styles from "~/components/charts/plot.module.css";
import { useFormat, useText } from "~/i18n/text-provider";
import type { GainPoint } from "~/predictions/predictions-summary";

const TICKS = [0, 0.25, 0.5, 0.75, 1];

const START: GainPoint = { customers: 0, buyers: 0 };

/** The share of buyers among the top-ranked customers: the dashed line is random ranking. */
export function GainPlot({ points }: { points: readonly GainPoint[] }) {
  const text = useText("predictions");
  const format = useFormat();
  const ticks = TICKS.map((at) => ({ at, text: format.rate(at, 0) }));
  const third = points.find(({ customers }) => customers >= 0.3);
  return (
    <BlockStack gap="200">
      <PlotFrame
        title={text("gain.title")}
        summary={
          third
            ? text("gain.found", {
                customers: format.rate(third.customers, 0),
                buyers: format.rate(third.buyers, 0),
              })
            : text("gain.summary")
        }
        xLabel={text("gain.x")}
        yLabel={text("gain.y")}
        xTicks={ticks}
        yTicks={ticks}
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
        of={text("gain.title")}
        headings={[text("gain.customers"), text("gain.y")]}
        rows={points.map(({ customers, buyers }) => [format.rate(customers), format.rate(buyers)])}
      />
    </BlockStack>
  );
}
