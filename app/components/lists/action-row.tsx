import { BlockStack, InlineGrid, InlineStack, Text } from "@shopify/polaris";
import type { ReactNode } from "react";

interface ActionRowProps {
  title: ReactNode;
  about: ReactNode;
  /** The action's buttons. */
  children: ReactNode;
}

/** Something to do in a list, with its buttons beside it. */
export function ActionRow({ title, about, children }: ActionRowProps) {
  return (
    <InlineGrid columns={{ xs: 1, sm: "1fr auto" }} alignItems="center" gap="300">
      <BlockStack gap="050">
        <Text as="h3" variant="headingSm">
          {title}
        </Text>
        <Text as="p">{about}</Text>
      </BlockStack>
      <InlineStack gap="200" blockAlign="center" wrap={false}>
        {children}
      </InlineStack>
    </InlineGrid>
  );
}
