import { BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import { useState } from "react";
import { CatalogField } from "~/components/catalog-field";
import { useText } from "~/i18n/text-provider";
import type { ProductSource } from "~/messages/blocks/elements/product-source";
import { getSourceName, type SourceName } from "~/messages/editing/block-summary";
import { ChoiceField } from "./choice-field";

interface SourceFieldProps {
  source: ProductSource;
  /** Maximum number of manually chosen products. */
  max: number;
  onChange: (source: ProductSource) => void;
}

const SOURCES = [
  "trigger",
  "alike",
  "new_for_you",
  "next_basket",
  "goes_with",
  "chosen_next",
  "buy_again",
  "best_sellers",
  "newest",
  "chosen",
] as const satisfies readonly SourceName[];

/** The source of a block's products. */
export function SourceField({ source, max, onChange }: SourceFieldProps) {
  const text = useText("email-editor");
  return (
    <BlockStack gap="300">
      <ChoiceField
        label={text("source")}
        help={text("source.help")}
        values={SOURCES}
        nameOf={(it) => text(`source.${it}`)}
        value={SOURCES.find((it) => it === getSourceName(source)) ?? "trigger"}
        onChange={(chosen) => onChange(sourceOf(chosen))}
      />
      {source.kind === "chosen" && (
        <ChosenProducts
          productIds={source.productIds}
          max={max}
          onChange={(productIds) => onChange({ kind: "chosen", productIds })}
        />
      )}
    </BlockStack>
  );
}

function sourceOf(name: (typeof SOURCES)[number]): ProductSource {
  switch (name) {
    case "new_for_you":
    case "next_basket":
    case "goes_with":
    case "chosen_next":
    case "buy_again":
      return { kind: "list", list: name };
    case "chosen":
      return { kind: "chosen", productIds: [] };
    case "trigger":
    case "alike":
    case "best_sellers":
    case "newest":
      return { kind: name };
  }
}

interface ChosenProductsProps {
  productIds: readonly string[];
  max: number;
  onChange: (productIds: string[]) => void;
}

/** Products that the merchant chooses. Those chosen earlier are shown by number. */
export function ChosenProducts({ productIds, max, onChange }: ChosenProductsProps) {
  const text = useText("email-editor");
  const [names, setNames] = useState<Readonly<Record<string, string>>>({});
  return (
    <BlockStack gap="200">
      {productIds.map((productId, i) => {
        const name = names[productId] ?? text("source.product", { id: productId });
        return (
          <InlineStack key={productId} align="space-between" gap="200" wrap={false}>
            <Text as="span" breakWord>
              {name}
            </Text>
            <Button
              variant="plain"
              tone="critical"
              accessibilityLabel={text("source.remove", { product: name })}
              onClick={() => onChange(productIds.filter((_, at) => at !== i))}
            >
              {text("remove")}
            </Button>
          </InlineStack>
        );
      })}
      {productIds.length < max && (
        <CatalogField
          label={text("source.add")}
          kinds={["product"]}
          onChoose={({ id, label }) => {
            setNames({ ...names, [id]: label });
            if (!productIds.includes(id)) onChange([...productIds, id]);
          }}
        />
      )}
    </BlockStack>
  );
}
