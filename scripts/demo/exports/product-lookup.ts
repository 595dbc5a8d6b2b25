import type { SeedProduct } from "../../../test/shopify/store-seed";
import type { ExportedLine } from "./exported-order";

interface Found {
  readonly productId: string | null;
  readonly variantId: string | null;
}

/**
 * Finds the product of an orders export line: by its SKU if it is unique, else by its name, which is the product's
 * title, or that and the variant's, joined by " - ". Nulls when the products export does not contain the product.
 */
export function productLookup(products: readonly SeedProduct[]): (line: ExportedLine) => Found {
  const bySku = new Map<string, Found | null>();
  const byName = new Map<string, Found>();
  for (const { id: productId, title, variants } of products) {
    for (const { id: variantId, sku, title: variantTitle } of variants) {
      const found = { productId, variantId };
      if (sku !== "") bySku.set(sku, bySku.has(sku) ? null : found);
      keepFirst(byName, `${title} - ${variantTitle}`, found);
    }
    keepFirst(byName, title, { productId, variantId: variants[0]?.id ?? null });
  }
  return ({ sku, name }) =>
    bySku.get(sku ?? "") ?? byName.get(name.toLowerCase()) ?? { productId: null, variantId: null };
}

function keepFirst(byName: Map<string, Found>, name: string, found: Found) {
  const key = name.toLowerCase();
  if (!byName.has(key)) byName.set(key, found);
}
