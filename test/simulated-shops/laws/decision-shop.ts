import { drawChoiceLaw, type ChoiceLaw } from "./choice-law";
import { SHOP_KINDS, type Size } from "./ranges";
import { drawLaw, fatigueOf, type ShopLaw } from "./shop-law";

/** A shop whose customers respond to content, time and offers. */
export type DecisionShop = ShopLaw & { readonly choices: ChoiceLaw };

/**
 * A shop for decisions about content, time and offers, in any size: only the number of customers depends on it. Kinds
 * and fatigue rotate by the seed's number: any 25 consecutive seeds contain each kind with and without fatigue.
 */
export function drawDecisionShop(seed: number, size: Size): DecisionShop {
  const kind = SHOP_KINDS[seed % SHOP_KINDS.length]!;
  const fatigueKind = fatigueOf(Math.floor(seed / SHOP_KINDS.length));
  return { ...drawLaw(seed, { kind, size, fatigueKind }), choices: drawChoiceLaw(seed, kind) };
}
