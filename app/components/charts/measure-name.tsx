import { Tooltip } from "@shopify/polaris";
import type { Measure } from "~/feedback/measures";
import styles from "./plot.module.css";

/** A measure's name, with its definition as a tooltip on hover and focus. */
export function MeasureName({ measure }: { measure: Pick<Measure, "name" | "definition"> }) {
  return (
    <Tooltip content={measure.definition} width="wide">
      <span className={styles.defined} tabIndex={0}>
        {measure.name}
      </span>
    </Tooltip>
  );
}
