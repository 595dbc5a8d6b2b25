import { cssPercent } from "./plot-frame";
import styles from "./plot.module.css";

interface IntervalLineProps {
  low: number;
  value: number;
  high: number;
  /** The line spans `from` to `reach`: around zero if `from` is not given. */
  reach: number;
  from?: number;
}

/** An estimate with its interval and a line at zero. The words beside it say the same. */
export function IntervalLine({ low, value, high, reach, from = -reach }: IntervalLineProps) {
  const at = (number: number) =>
    cssPercent(Math.min(1, Math.max(0, (number - from) / (reach - from || 1))));
  return (
    <div className={styles.range} aria-hidden>
      <svg>
        <line className={styles.reference} x1={at(0)} x2={at(0)} y1="0%" y2="100%" />
        <line className={styles.line} x1={at(low)} x2={at(high)} y1="50%" y2="50%" />
        <circle className={styles.dot} cx={at(value)} cy="50%" r={4} />
      </svg>
    </div>
  );
}
