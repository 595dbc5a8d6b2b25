import type { RecommendationList, ScorePart } from "../recommendation";
import type { Rule, RuleTarget } from "./rule";

/** The product attributes that rules use. */
interface RuledProduct {
  readonly productId: string;
  readonly productType: string;
  readonly vendor: string;
  readonly tags: readonly string[];
}

/** Collection id → its products. */
export type CollectionMembers = ReadonlyMap<string, ReadonlySet<string>>;

/** A ranked item: its score is the sum of its parts. */
export interface Scored {
  readonly productId: string;
  readonly score: number;
  readonly parts: readonly ScorePart[];
}

/** The rules of one list, ready to apply. */
export interface ListRules {
  readonly excludes: (product: RuledProduct) => boolean;
  /** Pinned products, first first. */
  readonly pinnedIds: readonly string[];
  /** Applies boosts and demotions to scores, parts and order, and keeps all items. */
  readonly rerank: <T extends Scored>(
    ranked: readonly T[],
    productOf: (productId: string) => RuledProduct | undefined,
  ) => T[];
}

/** Selects the rules of a list. Of several boosts of one product the strongest counts. */
export function rulesFor(
  list: RecommendationList,
  rules: readonly Rule[],
  collections: CollectionMembers,
): ListRules {
  const held = rules.filter(({ lists }) => lists.includes(list));
  const isOf = (kind: Rule["action"]["kind"], product: RuledProduct) =>
    held.some(
      ({ action, target }) => action.kind === kind && matches(target, product, collections),
    );
  const boostOf = (product: RuledProduct) =>
    held.reduce(
      (max, { action, target }) =>
        action.kind === "boost" && matches(target, product, collections)
          ? Math.max(max, action.strength)
          : max,
      0,
    );
  return {
    excludes: (product) => isOf("exclude", product),
    pinnedIds: held.flatMap(({ action, target }) =>
      action.kind === "pin" && target.kind === "product" ? [target.productId] : [],
    ),
    rerank(ranked, productOf) {
      if (!held.some(({ action }) => action.kind === "boost" || action.kind === "bury")) {
        return [...ranked];
      }
      const scores = ranked.map(({ score }) => score);
      // A list of one item or equal scores has no range, so any boost is ahead.
      const spread = Math.max(...scores) - Math.min(...scores) || 1;
      const moved = ranked.map((pick) => {
        const product = productOf(pick.productId);
        if (!product) return pick;
        if (isOf("bury", product)) return withPart(pick, -2 * spread);
        const boost = boostOf(product);
        return boost > 0 ? withPart(pick, boost * spread) : pick;
      });
      return moved
        .map((pick, place) => ({ pick, place }))
        .sort((a, b) => b.pick.score - a.pick.score || a.place - b.place)
        .map(({ pick }) => pick);
    },
  };
}

/** Whether the merchant buries a product: it is shown after all others. */
export const isBuried = ({ parts = [] }: Partial<Pick<Scored, "parts">>): boolean =>
  parts.some(({ source, score }) => source === "merchant" && score < 0);

/** A pick with the merchant's part in its score. */
function withPart<T extends Scored>(pick: T, score: number): T {
  return {
    ...pick,
    score: pick.score + score,
    parts: [...pick.parts, { source: "merchant", score }],
  };
}

function matches(
  target: RuleTarget,
  product: RuledProduct,
  collections: CollectionMembers,
): boolean {
  switch (target.kind) {
    case "product":
      return product.productId === target.productId;
    case "collection":
      return collections.get(target.collectionId)?.has(product.productId) ?? false;
    case "type":
      return isSameName(product.productType, target.productType);
    case "vendor":
      return isSameName(product.vendor, target.vendor);
    case "tag":
      return product.tags.some((tag) => isSameName(tag, target.tag));
  }
}

function isSameName(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
