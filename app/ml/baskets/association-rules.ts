import { itemsOfSet, type ItemSets } from "./eclat";

/** Baskets with all of `antecedent` contain `consequent` with this confidence. */
export interface AssociationRule {
  readonly antecedent: readonly number[];
  readonly consequent: number;
  /** Baskets that contain both sides. */
  readonly count: number;
  /** The share of all baskets that contain both sides, in (0, 1]. */
  readonly support: number;
  /** The share of the antecedent's baskets that contain the consequent, in (0, 1]. */
  readonly confidence: number;
  /** Confidence divided by the consequent's share of all baskets; 1 means independence. */
  readonly lift: number;
}

/**
 * Derives rules with one item on the right from frequent item sets, with a confidence of at least `minConfidence` and
 * a non-empty antecedent.
 *
 * - R. Agrawal, R. Srikant. Fast algorithms for mining association rules. VLDB 1994.
 *
 * Cost: O(Σ over sets of items²).
 *
 * @returns sorted by lift, then support, then the order of the sets
 */
export function deriveRules(itemSets: ItemSets, minConfidence: number): AssociationRule[] {
  const { parents, lastItems, supports, rankOfItem, basketCount } = itemSets;
  const items = rankOfItem.length;
  const childOf = new Map<number, number>();
  for (let set = 0; set < parents.length; set++) {
    childOf.set((parents[set]! + 1) * items + lastItems[set]!, set);
  }
  const rules: AssociationRule[] = [];
  for (let set = 0; set < parents.length; set++) {
    if (parents[set]! < 0) continue;
    const members = itemsOfSet(itemSets, set);
    const count = supports[set]!;
    for (let left = 0; left < members.length; left++) {
      // Every subset of a frequent set is frequent, and has the same item order in the tree.
      let rest = -1;
      for (let n = 0; n < members.length; n++) {
        if (n !== left) rest = childOf.get((rest + 1) * items + members[n]!)!;
      }
      const confidence = count / supports[rest]!;
      if (confidence < minConfidence) continue;
      const consequent = members[left]!;
      const share = supports[childOf.get(consequent)!]! / basketCount;
      rules.push({
        antecedent: members.filter((item) => item !== consequent),
        consequent,
        count,
        support: count / basketCount,
        confidence,
        lift: confidence / share,
      });
    }
  }
  return rules.sort((a, b) => b.lift - a.lift || b.support - a.support);
}
