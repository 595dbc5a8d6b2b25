import type { CSSProperties } from "react";
import { cssPercent } from "~/components/charts/plot-frame";
import type { CohortPage } from "~/pages/reports/cohort-page.server";
import { useFormat, useText } from "~/i18n/text-provider";
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
  const text = useText("reports");
  const format = useFormat();
  const columns = Math.max(...cohorts.map(({ months }) => months.length));
  // In the first month everyone ordered, which is meaningless and would make the rest pale.
  const first = measure === "orderedRate" ? 1 : 0;
  const max = Math.max(
    ...cohorts.flatMap(({ months }) => months.slice(first).map((it) => it[measure])),
    0,
  );
  const words = (value: number) =>
    measure === "orderedRate"
      ? format.rate(value)
      : format.money({ minor: Math.round(value), currency });
  return (
    // The table may be wider than a phone, so it can be scrolled with the arrow keys.
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={text("cohorts.title")}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{text("cohorts.firstOrder")}</th>
            <th scope="col">{text("cohorts.customers")}</th>
            {Array.from({ length: columns - first }, (_, i) => (
              <th scope="col" key={i}>
                {i + first === 0
                  ? text("cohorts.sameMonth")
                  : text("cohorts.monthsAfter", { months: i + first })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cohorts.map(({ month, size, months }) => (
            <tr key={month}>
              <th scope="row">{format.calendarMonth(month)}</th>
              <td>{format.count(size)}</td>
              {months.slice(first).map((it, i, all) => (
                <td
                  key={i}
                  className={i === all.length - 1 ? styles.running : undefined}
                  style={shadeOf(it[measure], max)}
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

function shadeOf(value: number, max: number): CSSProperties {
  const share = max > 0 ? Math.max(0, value) / max : 0;
  return { "--shade": cssPercent(share * MAX_SHADE) } as CSSProperties;
}
