import { Tooltip } from "@shopify/polaris";
import type { ReactNode } from "react";
import styles from "./plot.module.css";

interface DefinedProps {
  definition: string;
  children: ReactNode;
}

/** A term with its definition as a tooltip on hover and focus. */
export function Defined({ definition, children }: DefinedProps) {
  return (
    <Tooltip content={definition} width="wide">
      <span className={styles.defined} tabIndex={0}>
        {children}
      </span>
    </Tooltip>
  );
}
