import { Card, Text } from "@shopify/polaris";
import { NumberTable } from "~/components/charts/numbers";
import { cssPercent, PlotFrame } from "~/components/charts/plot-frame";
import styles from "~/components/charts/plot.module.css";
import { createTicks } from "~/components/charts/ticks";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import type { DaySize } from "~/segments/members/size-store.server";

const GAP = 0.2;
/** Minimum number of days on the axis, so that the first bar is not too wide. */
const MIN_DAYS = 14;

/** Number of members by day. */
export function SizeCard({ sizes }: { sizes: readonly DaySize[] }) {
  const text = useText("segments");
  const format = useFormat();
  const title = text("size.title");
  const [first, last] = [sizes[0], sizes.at(-1)];
  if (!first || !last) {
    return (
      <TitledCard title={title} gap="200">
        <Text as="p" tone="subdued">
          {text("size.none")}
        </Text>
      </TitledCard>
    );
  }
  const max = Math.max(...sizes.map(({ memberCount }) => memberCount));
  const { end, ticks } = createTicks(max, format.count, "count");
  const days = Math.max(sizes.length, MIN_DAYS);
  const before = days - sizes.length;
  const width = 1 / days;
  return (
    <Card>
      <PlotFrame
        title={title}
        summary={text("size.summary", {
          first: first.memberCount,
          firstDay: format.calendarDay(first.day),
          last: last.memberCount,
          lastDay: format.calendarDay(last.day),
        })}
        xLabel={text("size.day")}
        yLabel={text("members.title")}
        xTicks={[
          // With few days the last label covers the first.
          ...(sizes.length > MIN_DAYS / 2
            ? [{ at: before * width, text: format.calendarDay(first.day) }]
            : []),
          { at: 1, text: format.calendarDay(last.day) },
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
            <title>{text("size.bar", { day: format.calendarDay(day), count: memberCount })}</title>
          </rect>
        ))}
      </PlotFrame>
      <NumberTable
        of={title}
        headings={[text("size.day"), text("members.title")]}
        rows={sizes
          .toReversed()
          .map(({ day, memberCount }) => [format.calendarDay(day), format.count(memberCount)])}
      />
    </Card>
  );
}
