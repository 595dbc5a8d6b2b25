import { cssPercent, PlotFrame } from "~/components/charts/plot-frame";
import styles from "~/components/charts/plot.module.css";
import { createTicks } from "~/components/charts/ticks";
import { roundToTenths } from "~/i18n/round-to-tenths";
import { useFormat, useText } from "~/i18n/text-provider";
import type { ShownShopGroup } from "~/predictions/predictions-summary";

type Placed = ShownShopGroup & { readonly center: NonNullable<ShownShopGroup["center"]> };

/** The area of a bubble is proportional to the group; the largest has this radius in pixels. */
const LARGEST_RADIUS = 22;
const SMALLEST_RADIUS = 10;

/** Groups by recency and frequency. The list next to it has the same numbers. */
export function GroupMap({ groups }: { groups: readonly ShownShopGroup[] }) {
  const text = useText("predictions");
  const learning = useText("learning");
  const format = useFormat();
  const placed = groups.filter((group): group is Placed => group.center !== null);
  const largest = Math.max(...placed.map(({ profiles }) => profiles));
  // A margin keeps the bubbles inside the chart.
  const x = createTicks(
    1.15 * Math.max(...placed.map(({ center }) => center.recencyDays)),
    format.count,
  );
  const y = createTicks(
    1.15 * Math.max(...placed.map(({ center }) => center.orders)),
    format.count,
  );
  return (
    <PlotFrame
      title={text("map.title")}
      summary={placed
        .map(({ key, profiles, center }) =>
          text("map.summary", {
            name: learning(`group.${key}`),
            count: profiles,
            orders: roundToTenths(center.orders),
            days: Math.round(center.recencyDays),
          }),
        )
        .join(" ")}
      xLabel={text("map.x")}
      yLabel={text("map.y")}
      xTicks={x.ticks}
      yTicks={y.ticks}
    >
      {placed
        .toSorted((a, b) => b.profiles - a.profiles)
        .map(({ key, profiles, center }) => (
          <g key={key}>
            <circle
              className={styles.bubble}
              cx={cssPercent(center.recencyDays / x.end)}
              cy={cssPercent(1 - center.orders / y.end)}
              r={Math.max(SMALLEST_RADIUS, LARGEST_RADIUS * Math.sqrt(profiles / largest))}
            >
              <title>
                {text("map.customers", { name: learning(`group.${key}`), count: profiles })}
              </title>
            </circle>
            <text
              className={styles.bubbleName}
              x={cssPercent(center.recencyDays / x.end)}
              y={cssPercent(1 - center.orders / y.end)}
            >
              {groups.findIndex((group) => group.key === key) + 1}
            </text>
          </g>
        ))}
    </PlotFrame>
  );
}
