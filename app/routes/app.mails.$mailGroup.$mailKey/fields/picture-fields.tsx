import { Button, InlineError, InlineStack } from "@shopify/polaris";
import { ImageIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import { CatalogueField } from "~/components/catalogue-field";
import { LineField } from "./line-field";

interface PictureFieldsProps {
  block: { readonly src: string; readonly alt: string };
  set: (fields: { src?: string; alt?: string }) => string | null;
}

/**
 * Which picture is shown: one of a product, or any by its address. Kindred uploads none: that would take the
 * right to write into the store's files.
 */
export function PictureFields({ block, set }: PictureFieldsProps) {
  const [isChoosing, setChoosing] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <>
      {isChoosing ? (
        <CatalogueField
          label="Product whose picture is taken"
          kinds={["product"]}
          onChoose={({ label, imageUrl }) => {
            setChoosing(false);
            setProblem(
              imageUrl === null
                ? `“${label}” has no picture in your store.`
                : set({ src: imageUrl, ...(block.alt === "" && { alt: label }) }),
            );
          }}
        />
      ) : (
        <InlineStack>
          <Button icon={ImageIcon} onClick={() => setChoosing(true)}>
            Take a product’s picture
          </Button>
        </InlineStack>
      )}
      {problem !== null && <InlineError fieldID="picture" message={problem} />}
      <LineField
        label="Address of the picture"
        value={block.src}
        placeholder="https://"
        isAddress
        help="Or any picture on the web. Upload your own in Shopify under Content, Files, and paste its link here: Kindred does not ask for the right to write into your files."
        onCommit={(src) => set({ src })}
      />
    </>
  );
}
