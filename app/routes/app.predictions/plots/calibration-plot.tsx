import { BlockStack } from "@shopify/polaris";
import { formatCount, formatRate } from "~/components/formats";
import type { CalibrationPoint } from "~/predictions/predictions-summary";
import { NumberTable } from "~/components/charts/numbers";
import { cssPercent, PlotFrame } from "~/components/charts/plot-frame";
import styles from "~/components/charts/plot.module.css";
import { createTicks } from "~/components/charts/ticks";

const TITLE = "Was the forecast right?";
const rate = (value: number) => formatRate(value, 0);

/** Forecast against outcome: on the dashed line a forecast is exact. */
export function CalibrationPlot({ points }: { points: readonly CalibrationPoint[] }) {
  const max = Math.max(...points.map(({ forecast, high }) => Math.max(forecast, high)));
  const { end, ticks } = createTicks(Math.min(max, 1), rate);
  const within = points.filter((it) => it.low <= it.forecast && it.forecast <= it.high).length;
  return (
    <BlockStack gap="200">
      <PlotFrame
        title={TITLE}
        summary={`Forecast against outcome in ${points.length} groups of customers. In ${within} of them the forecast lies within the 95 % interval of what came.`}
        xLabel="Forecast chance of an order"
        yLabel="Share who ordered"
        xTicks={ticks}
        yTicks={ticks}
      >
        <line className={styles.reference} x1="0%" y1="100%" x2="100%" y2="0%" />
        {points.map(({ forecast, observed, low, high, customers }) => (
          <g key={forecast}>
            <line
              className={styles.line}
              x1={cssPercent(forecast / end)}
              x2={cssPercent(forecast / end)}
              y1={cssPercent(1 - low / end)}
              y2={cssPercent(1 - Math.min(high / end, 1))}
            />
            <circle
              className={styles.dot}
              cx={cssPercent(forecast / end)}
              cy={cssPercent(1 - observed / end)}
              r={4}
            >
              <title>{`Forecast ${formatRate(forecast)}, came ${formatRate(observed)} of ${formatCount(customers)}`}</title>
            </circle>
          </g>
        ))}
      </PlotFrame>
      <NumberTable
        of={TITLE}
        headings={["Forecast", "Ordered", "95 % interval", "Customers"]}
        rows={points.map(({ forecast, observed, low, high, customers }) => [
          formatRate(forecast),
          formatRate(observed),
          `${formatRate(low)} to ${formatRate(high)}`,
          formatCount(customers),
        ])}
      />
    </BlockStack>
  );
}
