import { Box, Icon, type IconSource } from "@shopify/polaris";
import type { ReactNode } from "react";
import styles from "./timeline-node.module.css";

interface TimelineNodeProps {
  icon: IconSource;
  /** The icon's label for screen readers. */
  label: string;
  isStrong?: boolean;
  isLast?: boolean;
  children: ReactNode;
}

/** A list item on a vertical timeline. */
export function TimelineNode({ icon, label, isStrong, isLast, children }: TimelineNodeProps) {
  return (
    <li className={styles.node}>
      <div className={styles.rail}>
        <div className={isStrong ? styles.strong : styles.mark}>
          <Icon source={icon} accessibilityLabel={label} tone="inherit" />
        </div>
        {!isLast && <div className={styles.line} />}
      </div>
      <div className={styles.content}>
        <Box paddingBlockEnd={isLast ? "0" : "400"}>{children}</Box>
      </div>
    </li>
  );
}
