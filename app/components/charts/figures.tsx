import { BlockStack, InlineGrid, Text } from "@shopify/polaris";

interface Figure {
  readonly label: string;
  readonly value: string;
  /** A short explanation of the number. */
  readonly note?: string;
}

/** A row of labeled numbers; two columns on a phone. */
export function KeyFigures({ figures }: { figures: readonly Figure[] }) {
  const abreast = Math.min(figures.length, 6) as 1 | 2 | 3 | 4 | 5 | 6;
  return (
    <InlineGrid columns={{ xs: 2, md: abreast }} gap="400">
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
    </InlineGrid>
  );
}
