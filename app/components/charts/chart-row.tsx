import type { ReactNode } from "react";
import styles from "./plot.module.css";

/** Charts side by side where there is room. Their axes are level, however many lines their titles have. */
export function ChartRow({ children }: { children: ReactNode }) {
  return <div className={styles.row}>{children}</div>;
}
