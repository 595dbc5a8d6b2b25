import { Button, InlineError, InlineStack } from "@shopify/polaris";
import { ImageIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import { CatalogField } from "~/components/catalog-field";
import { PictureButton } from "~/components/pictures/picture-button";
import { useText } from "~/i18n/text-provider";
import { LineField } from "./line-field";

interface PictureFieldsProps {
  block: { readonly src: string; readonly alt: string; readonly widthPx: number };
  set: (fields: { src?: string; alt?: string }) => string | null;
}

/** Chooses an image: uploaded, from the shop's files, of a product, or by URL. */
export function PictureFields({ block, set }: PictureFieldsProps) {
  const text = useText("email-editor");
  const [isChoosing, setChoosing] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <>
      {isChoosing ? (
        <CatalogField
          label={text("image.chooseProduct")}
          kinds={["product"]}
          onChoose={({ label, imageUrl }) => {
            setChoosing(false);
            setProblem(
              imageUrl === null
                ? text("image.productWithout", { product: label })
                : set({ src: imageUrl, ...(block.alt === "" && { alt: label }) }),
            );
          }}
        />
      ) : (
        <InlineStack gap="200">
          <PictureButton
            shown={{ widthPx: block.widthPx }}
            // The previous image's text does not describe the next one.
            alt={block.src === "" ? block.alt : ""}
            onUse={({ url }, alt) => {
              setProblem(null);
              return set({ src: url, alt });
            }}
          />
          <Button icon={ImageIcon} onClick={() => setChoosing(true)}>
            {text("image.product")}
          </Button>
        </InlineStack>
      )}
      {problem !== null && <InlineError fieldID="picture" message={problem} />}
      <LineField
        label={text("image.url")}
        value={block.src}
        placeholder="https://"
        isAddress
        help={text("image.urlHelp")}
        onCommit={(src) => set({ src })}
      />
    </>
  );
}
