import { Tooltip } from "@shopify/polaris";
import type { Measure } from "~/feedback/measures";
import styles from "./plot.module.css";

/** A measure's name; how it is worked out shows to whoever points at it or comes by with the keyboard. */
export function MeasureName({ measure }: { measure: Pick<Measure, "name" | "definition"> }) {
  return (
    <Tooltip content={measure.definition} width="wide">
      <span className={styles.defined} tabIndex={0}>
        {measure.name}
      </span>
    </Tooltip>
  );
}
