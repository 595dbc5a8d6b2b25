import type { CatalogProduct } from "~/catalog/catalog-product";
import type { ProductRule } from "~/recommendations/baskets/product-rule";
import { looksOf } from "~/recommendations/lists/near-duplicates";

type Catalog = ReadonlyMap<string, CatalogProduct>;

const BUNDLES = 6;
/** One popular product must not be in all bundles. */
const MAX_WITH_PRODUCT = 2;

/**
 * The rules without those that say the same of products that look the same: "door sign 3 → door sign 4" after
 * "door sign 1 → door sign 2". Cost: O(rules).
 *
 * @param rules strongest first
 * @param products those that the catalog still has; the others look like nothing else
 */
export function distinctRules(
  rules: readonly ProductRule[],
  products: Catalog,
): readonly ProductRule[] {
  const shown = new Set<string>();
  return rules.filter(({ antecedentIds, consequentId }) =>
    isFirst(combine([...antecedentIds, consequentId].map((id) => looksIn(products, id))), shown),
  );
}

interface Bundle {
  readonly first: CatalogProduct;
  readonly second: CatalogProduct;
  readonly orders: number;
}

/**
 * Pairs to sell together, strongest first: each pair of looks once, in one direction, never two products that look the
 * same, and at most two pairs with one product or with those that look like it.
 *
 * @param rules strongest first
 * @param offered the products that may be offered
 */
export function pickBundles(rules: readonly ProductRule[], offered: Catalog): Bundle[] {
  const shown = new Set<string>();
  const timesShown = new Map<string, number>();
  const bundles: Bundle[] = [];
  for (const { antecedentIds, consequentId, orders } of rules) {
    if (bundles.length === BUNDLES) break;
    const first = offered.get(antecedentIds[0] ?? "");
    const second = offered.get(consequentId);
    if (antecedentIds.length > 1 || !first || !second) continue;
    if (first.priceMinor === null || second.priceMinor === null) continue;
    const [looks, otherLooks] = [looksOf(first), looksOf(second)];
    if (looks.some((look) => otherLooks.includes(look))) continue;
    const both = [...looks, ...otherLooks];
    if (both.some((look) => (timesShown.get(look) ?? 0) === MAX_WITH_PRODUCT)) continue;
    // Of the two directions, the one with more evidence comes first.
    const pairs = [...combine([looks, otherLooks]), ...combine([otherLooks, looks])];
    if (!isFirst(pairs, shown)) continue;
    for (const look of both) timesShown.set(look, (timesShown.get(look) ?? 0) + 1);
    bundles.push({ first, second, orders });
  }
  return bundles;
}

const looksIn = (products: Catalog, productId: string): readonly string[] => {
  const product = products.get(productId);
  return product ? looksOf(product) : [productId];
};

/** Each way to choose one look of each product. */
const combine = (looks: readonly (readonly string[])[]): string[] =>
  looks
    .reduce<string[][]>(
      (made, some) => made.flatMap((it) => some.map((look) => [...it, look])),
      [[]],
    )
    .map((chosen) => JSON.stringify(chosen));

/** Whether none of these was shown; notes them if so. */
function isFirst(these: readonly string[], shown: Set<string>): boolean {
  if (these.some((it) => shown.has(it))) return false;
  for (const it of these) shown.add(it);
  return true;
}
