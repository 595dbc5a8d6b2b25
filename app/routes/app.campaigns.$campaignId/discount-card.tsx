import { BlockStack, Card, Text } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";
import { DiscountFields, type DiscountFieldsProps } from "~/components/email/discount-fields";

/** Settings for a unique discount code per recipient. */
export function DiscountCard(props: DiscountFieldsProps) {
  const text = useText("campaigns");
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {text("discount.title")}
        </Text>
        <DiscountFields {...props} />
      </BlockStack>
    </Card>
  );
}
