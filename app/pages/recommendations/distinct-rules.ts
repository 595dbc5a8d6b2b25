import type { CatalogProduct } from "~/catalog/catalog-product";
import { RULE_LIMITS } from "~/recommendations/baskets/mine-rules";
import type { ProductRule } from "~/recommendations/baskets/product-rule";
import { looksOf } from "~/recommendations/lists/near-duplicates";

type Catalog = ReadonlyMap<string, CatalogProduct>;

const BUNDLES = 6;
/** One popular product must not be in all bundles. */
const MAX_WITH_PRODUCT = 2;

/** What decided between the rules, and those that were left. */
interface Kept {
  readonly facts: string;
  readonly distinct: readonly ProductRule[];
}

const known = new WeakMap<readonly ProductRule[], Kept>();

/**
 * The rules without those that say the same of products that look the same: "door sign 3 → door sign 4" after
 * "door sign 1 → door sign 2". Cost: O(rules), and O(products) for the same rules while the products look as before.
 *
 * @param rules strongest first
 * @param products those that the catalog still has; the others look like nothing else
 */
export function distinctRules(
  rules: readonly ProductRule[],
  products: Catalog,
): readonly ProductRule[] {
  const facts = JSON.stringify([...products.values()].map(factsOfLooks));
  const before = known.get(rules);
  if (before?.facts === facts) return before.distinct;
  const numbersOf = numberLooks(products);
  const shown = new Set<number>();
  const distinct = rules.filter(({ antecedentIds, consequentId }) =>
    isFirst(combine([...antecedentIds, consequentId].map(numbersOf)), shown),
  );
  known.set(rules, { facts, distinct });
  return distinct;
}

const factsOfLooks = ({ productId, title, vendor, productType, priceMinor }: CatalogProduct) => [
  productId,
  title,
  vendor,
  productType,
  priceMinor,
];

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
  const numbersOf = numberLooks(offered);
  const shown = new Set<number>();
  const timesShown = new Map<number, number>();
  const bundles: Bundle[] = [];
  for (const { antecedentIds, consequentId, orders } of rules) {
    if (bundles.length === BUNDLES) break;
    const first = offered.get(antecedentIds[0] ?? "");
    const second = offered.get(consequentId);
    if (antecedentIds.length > 1 || !first || !second) continue;
    if (first.priceMinor === null || second.priceMinor === null) continue;
    const [looks, otherLooks] = [numbersOf(first.productId), numbersOf(second.productId)];
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

/** One more than the looks of all products in rules: a product has two at most. */
const LOOKS = 2 * RULE_LIMITS.maxProducts + 1;

/** The looks of a product as numbers from 1: thousands of rules are compared by them, at each view. */
function numberLooks(products: Catalog): (productId: string) => readonly number[] {
  const numbers = new Map<string, number>();
  const known = new Map<string, readonly number[]>();
  const numberOf = (look: string) => {
    const number = numbers.get(look) ?? numbers.size + 1;
    numbers.set(look, number);
    return number;
  };
  return (productId) => {
    const before = known.get(productId);
    if (before) return before;
    const product = products.get(productId);
    const looks = (product ? looksOf(product) : [productId]).map(numberOf);
    known.set(productId, looks);
    return looks;
  };
}

/** Each way to choose one look of each product, as the digits of a number. */
function combine(looks: readonly (readonly number[])[]): number[] {
  let made = [0];
  for (const some of looks) {
    const longer: number[] = [];
    for (const it of made) for (const look of some) longer.push(it * LOOKS + look);
    made = longer;
  }
  return made;
}

/** Whether none of these was shown; notes them if so. */
function isFirst(these: readonly number[], shown: Set<number>): boolean {
  if (these.some((it) => shown.has(it))) return false;
  for (const it of these) shown.add(it);
  return true;
}
