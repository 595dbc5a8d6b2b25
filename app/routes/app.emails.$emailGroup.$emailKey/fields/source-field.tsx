import { BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import { useState } from "react";
import { CatalogField } from "~/components/catalog-field";
import type { ProductSource } from "~/messages/blocks/product-source";
import { ChoiceField } from "./choice-field";

interface SourceFieldProps {
  source: ProductSource;
  /** Maximum number of manually chosen products. */
  max: number;
  onChange: (source: ProductSource) => void;
}

const SOURCE_WORDS = {
  trigger: "What the email is about",
  alike: "Like what the email is about",
  new_for_you: "New for you",
  goes_with: "Goes well with what they have or left",
  chosen_next: "Chosen next after what they bought",
  buy_again: "What they bought before",
  best_sellers: "Best sellers",
  newest: "Newest products",
  chosen: "Chosen by hand",
} as const;
type SourceName = keyof typeof SOURCE_WORDS;

/** The source of a block's products. */
export function SourceField({ source, max, onChange }: SourceFieldProps) {
  const name: SourceName = source.kind === "list" ? source.list : source.kind;
  return (
    <BlockStack gap="300">
      <ChoiceField
        label="Products"
        help="Looked up for each customer when the email leaves, from what is in stock then."
        words={SOURCE_WORDS}
        value={name}
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

function sourceOf(name: SourceName): ProductSource {
  switch (name) {
    case "new_for_you":
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

/** Manually chosen products. Products chosen earlier are shown by number. */
function ChosenProducts({ productIds, max, onChange }: ChosenProductsProps) {
  const [names, setNames] = useState<Readonly<Record<string, string>>>({});
  return (
    <BlockStack gap="200">
      {productIds.map((productId, i) => {
        const name = names[productId] ?? `Product ${productId}`;
        return (
          <InlineStack key={productId} align="space-between" gap="200" wrap={false}>
            <Text as="span" breakWord>
              {name}
            </Text>
            <Button
              variant="plain"
              tone="critical"
              accessibilityLabel={`Remove ${name}`}
              onClick={() => onChange(productIds.filter((_, at) => at !== i))}
            >
              Remove
            </Button>
          </InlineStack>
        );
      })}
      {productIds.length < max && (
        <CatalogField
          label="Add a product"
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
