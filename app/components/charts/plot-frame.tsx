import { BlockStack, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import { Defined } from "./defined";
import styles from "./plot.module.css";
import type { Tick } from "./ticks";

interface PlotFrameProps {
  title: string;
  /** Explanation of the calculation, if it is not obvious. */
  definition?: string | undefined;
  /** Text alternative of the chart. */
  summary: string;
  xLabel: string;
  yLabel: string;
  xTicks: readonly Tick[];
  yTicks: readonly Tick[];
  /** Marks, positioned in percent from the left and the top. */
  children: ReactNode;
}

/** Axes with labels around a chart. The texts are not part of the graphic, so they keep their size on a phone. */
export function PlotFrame({
  title,
  definition,
  summary,
  xLabel,
  yLabel,
  xTicks,
  yTicks,
  children,
}: PlotFrameProps) {
  // The labels take no space in the layout, and some languages write "10.000" where English has "10K".
  const labelWidth = Math.max(5, ...yTicks.map(({ text }) => text.length));
  return (
    <figure className={styles.figure}>
      <BlockStack gap="200">
        <figcaption>
          <Text as="h3" variant="headingSm">
            {definition === undefined ? title : <Defined definition={definition}>{title}</Defined>}
          </Text>
        </figcaption>
        <Text as="span" variant="bodySm" tone="subdued">
          {yLabel}
        </Text>
        <div className={styles.plot}>
          <div className={styles.yTicks} style={{ minWidth: `${labelWidth}ch` }} aria-hidden>
            {yTicks.map(({ at, text }) => (
              <span key={at} className={styles.yTick} style={{ bottom: cssPercent(at) }}>
                <Text as="span" variant="bodySm" tone="subdued" numeric>
                  {text}
                </Text>
              </span>
            ))}
          </div>
          <svg className={styles.area} role="img" aria-label={summary}>
            {yTicks.map(({ at }) => (
              <line
                key={at}
                className={styles.grid}
                x1="0%"
                x2="100%"
                y1={cssPercent(1 - at)}
                y2={cssPercent(1 - at)}
              />
            ))}
            {children}
          </svg>
          <div className={styles.xTicks} aria-hidden>
            {xTicks.map(({ at, text }) => (
              <span key={at} {...placeOf(at)}>
                <Text as="span" variant="bodySm" tone="subdued" numeric>
                  {text}
                </Text>
              </span>
            ))}
          </div>
        </div>
        <Text as="span" variant="bodySm" tone="subdued" alignment="center">
          {xLabel}
        </Text>
      </BlockStack>
    </figure>
  );
}

/** A share of the chart's width or height. */
export const cssPercent = (share: number): string => `${(share * 100).toFixed(2)}%`;

function placeOf(at: number) {
  if (at <= 0) return { className: styles.xTickFirst };
  if (at >= 1) return { className: styles.xTickLast };
  return { className: styles.xTick, style: { left: cssPercent(at) } };
}
