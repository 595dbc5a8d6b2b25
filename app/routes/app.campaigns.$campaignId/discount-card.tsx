import { BlockStack, Card, Text } from "@shopify/polaris";
import { DiscountFields, type DiscountFieldsProps } from "~/components/email/discount-fields";

/** Settings for a unique discount code per recipient. */
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
