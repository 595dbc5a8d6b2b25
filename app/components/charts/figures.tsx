import { BlockStack, Text } from "@shopify/polaris";
import styles from "./plot.module.css";

interface Figure {
  readonly label: string;
  readonly value: string;
  /** A short explanation of the number. */
  readonly note?: string;
}

/** Labeled numbers, as many side by side as there is room for a word. */
export function KeyFigures({ figures }: { figures: readonly Figure[] }) {
  return (
    <div className={styles.figures}>
      {figures.map(({ label, value, note }) => (
        <BlockStack key={label} gap="050">
          <Text as="span" variant="bodySm" tone="subdued">
            {label}
          </Text>
          <Text as="span" variant="headingLg">
            {value}
          </Text>
          {note !== undefined && (
            <Text as="span" variant="bodySm" tone="subdued">
              {note}
            </Text>
          )}
        </BlockStack>
      ))}
    </div>
  );
}
