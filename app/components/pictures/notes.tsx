import { Banner, BlockStack, Text } from "@shopify/polaris";

/** Notes about an image before it is used. */
export function PictureNotes({ notes }: { notes: readonly string[] }) {
  if (notes.length === 0) return null;
  return (
    <Banner tone="info">
      <BlockStack gap="100">
        {notes.map((note) => (
          <Text as="p" key={note}>
            {note}
          </Text>
        ))}
      </BlockStack>
    </Banner>
  );
}
