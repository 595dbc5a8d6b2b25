import { addScore, type SparseScores } from "~/ml/matrices/sparse-scores";
import type { ProductRule } from "./product-rule";

/** A rule under one of its antecedents. Products are indices of the recommendation models. */
interface IndexedRule {
  /** The other antecedent; `null` without one. */
  readonly partner: number | null;
  readonly consequent: number;
  readonly confidence: number;
  readonly rule: ProductRule;
}

/** The rules by antecedent; those with two are under the first. */
export type RuleIndex = ReadonlyMap<number, readonly IndexedRule[]>;

export const NO_PRODUCT_RULES: RuleIndex = new Map();

/** @param indices product id → index; rules with an unknown product are left out */
export function indexRules(
  rules: readonly ProductRule[],
  indices: ReadonlyMap<string, number>,
): RuleIndex {
  const index = new Map<number, IndexedRule[]>();
  for (const rule of rules) {
    const consequent = indices.get(rule.consequentId);
    const [first, partner = null] = rule.antecedentIds.map((id) => indices.get(id));
    const isKnown = rule.antecedentIds.every((id) => indices.has(id));
    if (consequent === undefined || first === undefined || !isKnown) continue;
    const confidence = rule.orders / rule.antecedentOrders;
    const found = index.get(first) ?? [];
    index.set(first, found);
    found.push({ partner, consequent, confidence, rule });
  }
  return index;
}

/**
 * Scores products by the surest rule whose antecedents are all in a cart: its confidence, in (0, 1].
 * Cost: O(rules of the cart's products).
 */
export function scoreByRules(index: RuleIndex, cart: ArrayLike<number>, into: SparseScores): void {
  const best = new Map<number, number>();
  for (const { consequent, confidence } of matching(index, cart)) {
    best.set(consequent, Math.max(best.get(consequent) ?? 0, confidence));
  }
  for (const [product, confidence] of best) addScore(into, product, confidence);
}

/** The surest rule from one product of a cart to `product`, which a sentence can name; `null` without one. */
export function findRule(
  index: RuleIndex,
  cart: ArrayLike<number>,
  product: number,
): ProductRule | null {
  let best: IndexedRule | null = null;
  for (const it of matching(index, cart)) {
    if (it.consequent !== product || it.partner !== null) continue;
    if (best === null || it.confidence > best.confidence) best = it;
  }
  return best?.rule ?? null;
}

function* matching(index: RuleIndex, cart: ArrayLike<number>): Generator<IndexedRule> {
  const products = new Set(Array.from(cart));
  for (const product of products) {
    for (const it of index.get(product) ?? []) {
      if (it.partner === null || products.has(it.partner)) yield it;
    }
  }
}
