import { Banner, BlockStack, Text } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";
import type { PictureNote } from "~/messages/pictures/shop-picture";

/** Notes about an image before it is used. */
export function PictureNotes({ notes }: { notes: readonly PictureNote[] }) {
  const text = useText("pictures");
  if (notes.length === 0) return null;
  return (
    <Banner tone="info">
      <BlockStack gap="100">
        {notes.map((note) => (
          <Text as="p" key={note.code}>
            {text(`note.${note.code}`, { ...note })}
          </Text>
        ))}
      </BlockStack>
    </Banner>
  );
}
