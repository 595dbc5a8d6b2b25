import { deriveRules, type AssociationRule } from "~/ml/baskets/association-rules";
import { findItemSets, type Baskets, type ItemSets } from "~/ml/baskets/eclat";
import type { PurchaseColumns } from "../purchases/purchase-histories";
import { findFrequentPairs, invertOrders } from "./frequent-pairs";
import { groupOrders, type OrderBaskets } from "./order-baskets";
import type { ProductRule, ProductRules } from "./product-rule";

/** Measured on shops from 500 to 200,000 orders: docs/decisions. */
export const RULE_LIMITS = {
  /** With fewer customers, a rule could identify a person. */
  minCustomers: 3,
  /** A small shop's minimum; a large shop's rises until the next two limits hold. */
  minOrders: 3,
  maxPairs: 5_000,
  maxProducts: 2_000,
  /** Two products that lead to a third. */
  maxItems: 3,
  /** Rules with two products on the left; the pairs limit the others. */
  maxLongRules: 2_000,
  minConfidence: 0.05,
  /** Standard deviations by which a rule's orders must exceed those expected by chance. */
  deviations: 3,
  /** The latest orders; older ones say little about today's catalog. */
  maxOrders: 200_000,
} as const;

export interface MiningThresholds {
  /** Baskets that a frequent set has at least, ≥ 1. */
  readonly minOrders: number;
  /** In [0, 1]. */
  readonly minConfidence: number;
  /** Items of the largest set. */
  readonly maxItems: number;
}

/** Finds the exact frequent item sets of baskets, and the rules with one item on the right that they give. */
export function mineBaskets(
  baskets: Baskets,
  { minOrders, minConfidence, maxItems }: MiningThresholds,
): { readonly itemSets: ItemSets; readonly rules: AssociationRule[] } {
  const itemSets = findItemSets(baskets, minOrders, maxItems);
  return { itemSets, rules: deriveRules(itemSets, minConfidence) };
}

/**
 * Mines the rules of a shop from its orders up to `now`. A rule is kept when at least three customers placed its
 * orders, when these exceed chance, and when it says more than the same rule with fewer products on the left.
 *
 * Cost: bounded by `RULE_LIMITS` but for counting pairs, which takes O(Σ over orders of products²).
 */
export function mineProductRules(purchases: PurchaseColumns, now: Date): ProductRules {
  const { maxOrders, minConfidence, maxItems, maxLongRules } = RULE_LIMITS;
  const orders = groupOrders(purchases, now.getTime(), maxOrders);
  const orderCount = orders.customerOf.length;
  const { minOrders, products } = findFrequentPairs(orders, RULE_LIMITS);
  const baskets = { baskets: keepProducts(orders, products), itemCount: products.length };
  const { rules } = mineBaskets(baskets, { minOrders, minConfidence, maxItems });

  const confidences = new Map(rules.map((rule) => [keyOf(rule.antecedent, rule), rule.confidence]));
  const ranked = rules
    .filter((rule) => saysMore(rule, confidences))
    .map((rule) => ({ rule, evidence: evidenceOf(rule) }))
    .filter(({ evidence }) => evidence >= RULE_LIMITS.deviations)
    .sort((a, b) => b.evidence - a.evidence || compareRules(a.rule, b.rule));

  const countCustomers = createCustomerCounter(orders);
  const idOf = (item: number) => orders.productIds[products[item] ?? -1] ?? "";
  const kept: ProductRule[] = [];
  let longRules = 0;
  for (const { rule } of ranked) {
    const isLong = rule.antecedent.length > 1;
    if (isLong && longRules === maxLongRules) continue;
    const { antecedent, consequent, count, confidence, lift } = rule;
    const members = [...antecedent, consequent].map((item) => products[item] ?? -1);
    const customers = countCustomers(members);
    if (customers < RULE_LIMITS.minCustomers) continue;
    if (isLong) longRules++;
    kept.push({
      antecedentIds: antecedent.map(idOf).sort(),
      consequentId: idOf(consequent),
      orders: count,
      // Both are counts, which the quotients give back.
      antecedentOrders: Math.round(count / confidence),
      consequentOrders: Math.round((confidence / lift) * orderCount),
      customers,
    });
  }
  return { minedAt: now, orders: orderCount, minOrders, rules: kept };
}

/** The orders as sets of items: item `i` is `products[i]`; other products are left out. */
function keepProducts({ productIds, offsets, productOf }: OrderBaskets, products: Int32Array) {
  const itemOf = new Int32Array(productIds.length).fill(-1);
  products.forEach((product, item) => (itemOf[product] = item));
  return Array.from({ length: offsets.length - 1 }, (_, order) => {
    // Not typed arrays, of which hundreds of thousands need more memory than their few items.
    const items: number[] = [];
    for (let at = offsets[order] ?? 0; at < (offsets[order + 1] ?? 0); at++) {
      const item = itemOf[productOf[at] ?? -1] ?? -1;
      if (item >= 0) items.push(item);
    }
    return items;
  });
}

const keyOf = (
  antecedent: readonly number[],
  { consequent }: Pick<AssociationRule, "consequent">,
) => `${antecedent.join(" ")} ${consequent}`;

/** Whether a rule is surer than each rule with only one of its antecedents. */
function saysMore(rule: AssociationRule, confidences: ReadonlyMap<string, number>): boolean {
  return (
    rule.antecedent.length === 1 ||
    rule.antecedent.every((item) => (confidences.get(keyOf([item], rule)) ?? 0) < rule.confidence)
  );
}

/** The excess of a rule's orders over chance, in standard deviations of a Poisson count. */
function evidenceOf({ count, lift }: AssociationRule): number {
  const expected = count / lift;
  return (count - expected) / Math.sqrt(expected);
}

const compareRules = (a: AssociationRule, b: AssociationRule): number =>
  a.consequent - b.consequent ||
  a.antecedent.length - b.antecedent.length ||
  compareItems(a.antecedent, b.antecedent);

function compareItems(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((item, n) => item !== b[n]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

/** Counts the customers who have an order with all of some products. */
function createCustomerCounter(orders: OrderBaskets): (products: readonly number[]) => number {
  const { starts, ordersOf } = invertOrders(orders);
  const listOf = (product: number) => ordersOf.subarray(starts[product], starts[product + 1]);
  return (products) => {
    const [shortest = ordersOf, ...others] = products
      .map(listOf)
      .sort((a, b) => a.length - b.length);
    const common = others.reduce<Int32Array>(intersectSorted, shortest);
    // Orders of one customer follow each other.
    let customers = 0;
    common.forEach((order, n) => {
      if (n === 0 || orders.customerOf[order] !== orders.customerOf[common[n - 1] ?? -1])
        customers++;
    });
    return customers;
  };
}

function intersectSorted(a: Int32Array, b: Int32Array): Int32Array {
  let at = 0;
  return a.filter((value) => {
    while (at < b.length && (b[at] ?? 0) < value) at++;
    return b[at] === value;
  });
}
