import { BlockStack, InlineStack, Text } from "@shopify/polaris";
import styles from "./bar-chart.module.css";

export interface Bar {
  readonly label: string;
  /** 0 or more. */
  readonly value: number;
  /** The value as people read it. */
  readonly text: string;
}

const BAR = 10;
const GAP = 3;
const HEIGHT = 96;

/** One bar a day or so. `summary` says in words what the picture shows, for those who do not see it. */
export function BarChart({ bars, summary }: { bars: readonly Bar[]; summary: string }) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const width = bars.length * (BAR + GAP) - GAP;
  return (
    <BlockStack gap="100">
      <svg
        className={styles.chart}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={summary}
      >
        {bars.map(({ label, value, text }, i) => {
          // A day without anything keeps a hair of height, so that it is seen to be a day.
          const height = Math.max(1, (value / most) * HEIGHT);
          return (
            <rect
              key={label}
              className={value > 0 ? styles.bar : styles.empty}
              x={i * (BAR + GAP)}
              y={HEIGHT - height}
              width={BAR}
              height={height}
            >
              <title>{`${label}: ${text}`}</title>
            </rect>
          );
        })}
      </svg>
      <InlineStack align="space-between">
        {[bars[0], bars[bars.length - 1]].map((bar) => (
          <Text key={bar?.label} as="span" variant="bodySm" tone="subdued">
            {bar?.label}
          </Text>
        ))}
      </InlineStack>
    </BlockStack>
  );
}
