import { formatCounted, formatCount } from "~/components/formats";
import type { ShownShopGroup } from "~/predictions/predictions-summary";
import { cssPercent, PlotFrame } from "~/components/charts/plot-frame";
import styles from "~/components/charts/plot.module.css";
import { createTicks } from "~/components/charts/ticks";

type Placed = ShownShopGroup & { readonly center: NonNullable<ShownShopGroup["center"]> };

/** The area of a bubble is proportional to the group; the largest has this radius in pixels. */
const LARGEST_RADIUS = 22;
const SMALLEST_RADIUS = 10;

/** Groups by recency and frequency. The list next to it has the same numbers. */
export function GroupMap({ groups }: { groups: readonly ShownShopGroup[] }) {
  const placed = groups.filter((group): group is Placed => group.center !== null);
  const largest = Math.max(...placed.map(({ profiles }) => profiles));
  // A margin keeps the bubbles inside the chart.
  const x = createTicks(
    1.15 * Math.max(...placed.map(({ center }) => center.recencyDays)),
    (days) => formatCount(days),
  );
  const y = createTicks(1.15 * Math.max(...placed.map(({ center }) => center.orders)), formatCount);
  return (
    <PlotFrame
      title="Where the groups lie"
      summary={placed
        .map(
          ({ name, profiles, center }) =>
            `${name}: ${formatCounted(profiles, "customer")}, ${center.orders.toFixed(1)} orders, last one ${Math.round(center.recencyDays)} days ago.`,
        )
        .join(" ")}
      xLabel="Days since the last order"
      yLabel="Orders each"
      xTicks={x.ticks}
      yTicks={y.ticks}
    >
      {placed
        .toSorted((a, b) => b.profiles - a.profiles)
        .map(({ key, name, profiles, center }) => (
          <g key={key}>
            <circle
              className={styles.bubble}
              cx={cssPercent(center.recencyDays / x.end)}
              cy={cssPercent(1 - center.orders / y.end)}
              r={Math.max(SMALLEST_RADIUS, LARGEST_RADIUS * Math.sqrt(profiles / largest))}
            >
              <title>{`${name}: ${formatCounted(profiles, "customer")}`}</title>
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
