import { BlockStack, Card, Text } from "@shopify/polaris";
import type { ReactNode } from "react";

interface TitledCardProps {
  readonly title: ReactNode;
  /** What the card is for. */
  readonly text?: ReactNode;
  /** The space between its parts. */
  readonly gap?: "200" | "300" | "400";
  readonly children: ReactNode;
}

/** A card with a heading and its parts below each other. */
export function TitledCard({ title, text, gap = "400", children }: TitledCardProps) {
  const heading = (
    <Text as="h2" variant="headingMd">
      {title}
    </Text>
  );
  return (
    <Card>
      <BlockStack gap={gap}>
        {text === undefined ? (
          heading
        ) : (
          <BlockStack gap="100">
            {heading}
            <Text as="p" tone="subdued">
              {text}
            </Text>
          </BlockStack>
        )}
        {children}
      </BlockStack>
    </Card>
  );
}
