import { BlockStack, Text } from "@shopify/polaris";
import { ScrollableTable } from "~/components/lists/scrollable-table";
import { useFormat, useText } from "~/i18n/text-provider";
import type { RulesPreviewData as Preview } from "~/pages/recommendations/explanation";

/** The effect of rules before they are saved. */
export function RulesPreview({ preview }: { preview: Preview }) {
  const { customers, changed, products } = preview;
  const text = useText("recommendations");
  const format = useFormat();
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {text("preview.title")}
      </Text>
      <Text as="p">
        {text(changed === 0 ? "preview.none" : "preview.some", { customers, changed })}
      </Text>
      {products.length > 0 && (
        <ScrollableTable
          columnContentTypes={["text", "numeric", "numeric"]}
          headings={[
            text("preview.column.product"),
            text("preview.column.before"),
            text("preview.column.after"),
          ]}
          rows={products.map(({ title, before, after }) => [
            title,
            format.count(before),
            format.count(after),
          ])}
        />
      )}
    </BlockStack>
  );
}
