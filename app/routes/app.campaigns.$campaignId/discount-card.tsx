import { BlockStack, Card, Text } from "@shopify/polaris";
import { DiscountFields, type DiscountFieldsProps } from "~/components/email/discount-fields";

/** A discount code of one's own for each recipient. */
export function DiscountCard(props: DiscountFieldsProps) {
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Discount
        </Text>
        <DiscountFields {...props} />
      </BlockStack>
    </Card>
  );
}
