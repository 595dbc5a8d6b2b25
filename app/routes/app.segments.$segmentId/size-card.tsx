import { BlockStack, Card, Text } from "@shopify/polaris";
import { NumberTable } from "~/components/charts/numbers";
import { cssPercent, PlotFrame } from "~/components/charts/plot-frame";
import styles from "~/components/charts/plot.module.css";
import { createTicks } from "~/components/charts/ticks";
import { formatCounted, formatCalendarDay, formatCount } from "~/components/formats";
import type { DaySize } from "~/segments/members/size-store.server";

const TITLE = "Size over time";
const GAP = 0.2;
/** Minimum number of days on the axis, so that the first bar is not too wide. */
const MIN_DAYS = 14;

/** Number of members by day. */
export function SizeCard({ sizes }: { sizes: readonly DaySize[] }) {
  const [first, last] = [sizes[0], sizes.at(-1)];
  if (!first || !last) {
    return (
      <Card>
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            {TITLE}
          </Text>
          <Text as="p" tone="subdued">
            The first number comes when the members have been found.
          </Text>
        </BlockStack>
      </Card>
    );
  }
  const max = Math.max(...sizes.map(({ memberCount }) => memberCount));
  const { end, ticks } = createTicks(max, formatCount, "count");
  const days = Math.max(sizes.length, MIN_DAYS);
  const before = days - sizes.length;
  const width = 1 / days;
  return (
    <Card>
      <PlotFrame
        title={TITLE}
        summary={`From ${formatCounted(first.memberCount, "member")} on ${formatCalendarDay(first.day)} to ${formatCounted(last.memberCount, "member")} on ${formatCalendarDay(last.day)}.`}
        xLabel="Day"
        yLabel="Members"
        xTicks={[
          // With few days the last label covers the first.
          ...(sizes.length > MIN_DAYS / 2
            ? [{ at: before * width, text: formatCalendarDay(first.day) }]
            : []),
          { at: 1, text: formatCalendarDay(last.day) },
        ]}
        yTicks={ticks}
      >
        {sizes.map(({ day, memberCount }, i) => (
          <rect
            key={day}
            className={styles.bar}
            x={cssPercent((before + i + GAP / 2) * width)}
            width={cssPercent((1 - GAP) * width)}
            y={cssPercent(1 - memberCount / end)}
            height={cssPercent(memberCount / end)}
          >
            <title>{`${formatCalendarDay(day)}: ${formatCount(memberCount)}`}</title>
          </rect>
        ))}
      </PlotFrame>
      <NumberTable
        of={TITLE}
        headings={["Day", "Members"]}
        rows={sizes
          .toReversed()
          .map(({ day, memberCount }) => [formatCalendarDay(day), formatCount(memberCount)])}
      />
    </Card>
  );
}
