import { BlockStack, Box, Button, Text } from "@shopify/polaris";

interface EmptyMessageProps {
  heading: string;
  text: string;
  action?: { content: string; url: string };
}

/** The message of an empty list. */
export function EmptyMessage({ heading, text, action }: EmptyMessageProps) {
  return (
    <Box padding="800">
      <BlockStack gap="200" inlineAlign="center">
        <Text as="h2" variant="headingMd" alignment="center">
          {heading}
        </Text>
        <Text as="p" tone="subdued" alignment="center">
          {text}
        </Text>
        {action && <Button url={action.url}>{action.content}</Button>}
      </BlockStack>
    </Box>
  );
}
