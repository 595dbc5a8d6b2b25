import { BlockStack, Button, InlineStack, Tag } from "@shopify/polaris";
import { useState } from "react";
import { CatalogField } from "~/components/catalog-field";
import { useText } from "~/i18n/text-provider";
import type { ProductFilter } from "~/segments/condition";

interface ProductFilterFieldProps {
  filter: ProductFilter | undefined;
  /** Titles by id. */
  products: Readonly<Record<string, string>>;
  onChange: (filter: ProductFilter | undefined) => void;
}

const KINDS = ["product", "type", "vendor"] as const;

/** Limits a behavior to products, a type or a vendor. */
export function ProductFilterField({ filter, products, onChange }: ProductFilterFieldProps) {
  const text = useText("segments");
  const [isOpen, setIsOpen] = useState(false);
  const [titles, setTitles] = useState(products);
  const kinds = filter ? [filter.by] : KINDS;
  return (
    <BlockStack gap="200">
      {filter && (
        <InlineStack gap="100">
          {filter.values.map((value) => (
            <Tag
              key={value}
              onRemove={() => {
                const values = filter.values.filter((it) => it !== value);
                onChange(values.length > 0 ? { ...filter, values } : undefined);
              }}
            >
              {text(`products.tag.${filter.by}`, { name: titles[value] ?? value })}
            </Tag>
          ))}
        </InlineStack>
      )}
      {isOpen ? (
        <CatalogField
          label={filter ? text(`products.search.${filter.by}`) : text("products.search")}
          kinds={kinds}
          onChoose={({ kind, id, label }) => {
            const by = KINDS.find((it) => it === kind);
            if (!by) return;
            setTitles({ ...titles, [id]: label });
            onChange({ by, values: [...new Set([...(filter?.values ?? []), id])] });
            setIsOpen(false);
          }}
        />
      ) : (
        <InlineStack>
          <Button variant="plain" onClick={() => setIsOpen(true)}>
            {filter ? text(`products.add.${filter.by}`) : text("products.filter")}
          </Button>
        </InlineStack>
      )}
    </BlockStack>
  );
}
