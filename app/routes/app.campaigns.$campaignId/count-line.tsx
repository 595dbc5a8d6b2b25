import { InlineStack, Text } from "@shopify/polaris";

/** A label and its number at the end of the line. */
export function CountLine({ label, value }: { label: string; value: string }) {
  return (
    <InlineStack as="li" align="space-between" gap="200" wrap={false}>
      <Text as="span">{label}</Text>
      <Text as="span" numeric>
        {value}
      </Text>
    </InlineStack>
  );
}
