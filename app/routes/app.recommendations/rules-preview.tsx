import { BlockStack, DataTable, Text } from "@shopify/polaris";
import { formatCounted, formatCount } from "~/components/formats";
import type { RulesPreviewData as Preview } from "~/recommendations/explanation";

/** The effect of rules before they are saved. */
export function RulesPreview({ preview }: { preview: Preview }) {
  const { customers, changed, products } = preview;
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        What would change
      </Text>
      <Text as="p">
        {changed === 0
          ? `Nothing would change for the ${formatCounted(customers, "customer")} looked at.`
          : `Other products would be shown to ${formatCount(changed)} of the ${formatCounted(customers, "customer")} looked at.`}
      </Text>
      {products.length > 0 && (
        <DataTable
          columnContentTypes={["text", "numeric", "numeric"]}
          headings={["Product", "Shown now", "Shown then"]}
          rows={products.map(({ title, before, after }) => [
            title,
            formatCount(before),
            formatCount(after),
          ])}
        />
      )}
    </BlockStack>
  );
}
