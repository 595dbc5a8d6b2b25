import { BlockStack } from "@shopify/polaris";
import { NumberTable } from "~/components/charts/numbers";
import { cssPercent, PlotFrame } from "~/components/charts/plot-frame";
import styles from "~/components/charts/plot.module.css";
import { createTicks } from "~/components/charts/ticks";
import { useFormat, useText } from "~/i18n/text-provider";
import type { CalibrationPoint } from "~/predictions/predictions-summary";

/** Forecast against outcome: on the dashed line a forecast is exact. */
export function CalibrationPlot({ points }: { points: readonly CalibrationPoint[] }) {
  const text = useText("predictions");
  const format = useFormat();
  const max = Math.max(...points.map(({ forecast, high }) => Math.max(forecast, high)));
  const { end, ticks } = createTicks(Math.min(max, 1), (value) => format.rate(value, 0));
  const within = points.filter((it) => it.low <= it.forecast && it.forecast <= it.high).length;
  return (
    <BlockStack gap="200">
      <PlotFrame
        title={text("calibration.title")}
        summary={text("calibration.summary", { groups: points.length, within })}
        xLabel={text("calibration.x")}
        yLabel={text("calibration.y")}
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
              <title>
                {text("calibration.point", {
                  predicted: format.rate(forecast),
                  actual: format.rate(observed),
                  count: customers,
                })}
              </title>
            </circle>
          </g>
        ))}
      </PlotFrame>
      <NumberTable
        of={text("calibration.title")}
        headings={[
          text("calibration.predicted"),
          text("calibration.ordered"),
          text("calibration.interval"),
          text("calibration.customers"),
        ]}
        rows={points.map(({ forecast, observed, low, high, customers }) => [
          format.rate(forecast),
          format.rate(observed),
          text("calibration.range", { low: format.rate(low), high: format.rate(high) }),
          format.count(customers),
        ])}
      />
    </BlockStack>
  );
}
