import { formatCounted, formatCount, formatRate } from "~/components/formats";
import type { CohortPage } from "~/feedback/cohorts/cohort-page.server";
import { formatMoney } from "~/lib/money";
import styles from "./cohort-table.module.css";

export type CohortMeasure = "orderedRate" | "spentMinor";

interface CohortTableProps {
  page: CohortPage;
  measure: CohortMeasure;
}

/** The strongest shade that keeps the text's contrast. */
const MAX_SHADE = 0.55;

/** A row per month of first orders; higher values are darker. */
export function CohortTable({ page: { cohorts, currency }, measure }: CohortTableProps) {
  const columns = Math.max(...cohorts.map(({ months }) => months.length));
  // In the first month everyone ordered, which is meaningless and would make the rest pale.
  const first = measure === "orderedRate" ? 1 : 0;
  const max = Math.max(
    ...cohorts.flatMap(({ months }) => months.slice(first).map((it) => it[measure])),
    0,
  );
  const words = (value: number) =>
    measure === "orderedRate"
      ? formatRate(value)
      : formatMoney({ minor: Math.round(value), currency });
  return (
    // The table may be wider than a phone, so it can be scrolled with the arrow keys.
    <div className={styles.scroll} tabIndex={0} role="region" aria-label="Customers over time">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">First order</th>
            <th scope="col">Customers</th>
            {Array.from({ length: columns - first }, (_, i) => (
              <th scope="col" key={i}>
                {headingOf(i + first)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cohorts.map(({ month, size, months }) => (
            <tr key={month}>
              <th scope="row">{monthWords(month)}</th>
              <td>{formatCount(size)}</td>
              {months.slice(first).map((it, i, all) => (
                <td
                  key={i}
                  className={i === all.length - 1 ? styles.running : undefined}
                  style={{ background: shadeOf(it[measure], max) }}
                >
                  {words(it[measure])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function headingOf(monthsAfter: number): string {
  return monthsAfter === 0 ? "Same month" : `+${formatCounted(monthsAfter, "month")}`;
}

function shadeOf(value: number, max: number): string {
  const share = max > 0 ? Math.max(0, value) / max : 0;
  return `color-mix(in srgb, var(--p-color-bg-fill-success) ${(share * MAX_SHADE * 100).toFixed(0)}%, transparent)`;
}

/** "Nov 2026" */
function monthWords(month: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  }).format(new Date(`${month}-15T00:00:00Z`));
}
