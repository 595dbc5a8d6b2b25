import type { SeedProduct } from "../store-seed";
import type { ExportedLine } from "./exported-order";

interface Found {
  readonly productId: string | null;
  readonly variantId: string | null;
}

/**
 * Finds what a line of an orders export sold: by its SKU when one variant alone has it, else by its
 * name, which is the product's title, or that and the variant's, joined by " - ". Nulls when the
 * product is not in the export of products (any more).
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
