import { BlockStack, Box, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import { useText } from "~/i18n/text-provider";
import styles from "./plot.module.css";

/** An explanation of a calculation, shown on request. */
export function HowCalculated({ children }: { children: ReactNode }) {
  const common = useText("common");
  return (
    <details className={styles.numbers}>
      <summary>{common("howCalculated")}</summary>
      <Box paddingBlockStart="100">
        {typeof children === "string" ? (
          <Text as="p" tone="subdued">
            {children}
          </Text>
        ) : (
          <BlockStack gap="300">{children}</BlockStack>
        )}
      </Box>
    </details>
  );
}
