import type { SeedCollection, SeedProduct } from "../store-seed";
import { slugOf } from "./seed-text";

const FIRST_COLLECTION_ID = 400_000_000_000;

/** "All", then a collection for each product type in alphabetical order. */
export function collectionsOf(
  products: readonly SeedProduct[],
  updatedAt: string,
): SeedCollection[] {
  const byType = Map.groupBy(products, (product) => product.productType || "Other");
  const groups: [string, SeedProduct[]][] = [
    ["All", [...products]],
    ...[...byType].sort(([a], [b]) => (a < b ? -1 : 1)),
  ];
  const handles = new Set<string>();
  return groups.map(([title, members], index) => {
    const slug = slugOf(title);
    // Types of an export may differ by case or punctuation only, or be called "All".
    const handle = slug === "" || handles.has(slug) ? `${slug || "type"}-${index + 1}` : slug;
    handles.add(handle);
    return {
      id: String(FIRST_COLLECTION_ID + index + 1),
      handle,
      title,
      updatedAt,
      productIds: members.map((product) => product.id),
    };
  });
}
