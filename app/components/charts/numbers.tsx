import { ScrollableTable } from "~/components/lists/scrollable-table";
import { useText } from "~/i18n/text-provider";
import styles from "./plot.module.css";

interface NumbersProps {
  /** Column headings; the first column names the row. */
  headings: readonly string[];
  rows: readonly (readonly string[])[];
  /** The chart that these numbers belong to. */
  of: string;
}

/** The numbers of a chart as a table. */
export function NumberTable({ headings, rows, of }: NumbersProps) {
  const common = useText("common");
  return (
    <details className={styles.numbers}>
      <summary aria-label={common("chart.numbersOf", { chart: of })}>
        {common("chart.numbers")}
      </summary>
      <ScrollableTable
        columnContentTypes={headings.map((_, i) => (i === 0 ? "text" : "numeric"))}
        headings={[...headings]}
        rows={rows.map((row) => [...row])}
      />
    </details>
  );
}
