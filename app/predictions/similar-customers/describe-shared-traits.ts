import type { SharedTrait } from "./find-similar-customers";

/**
 * Describes shared traits in one sentence for the merchant, without a full stop. "Often", "much"
 * and the like compare with the shop's average customer.
 */
export function describeSharedTraits(shared: readonly SharedTrait[]): string {
  const phrases = shared.map(describeTrait);
  const last = phrases.pop();
  if (last === undefined) return "Both are close to the average customer";
  return `Both ${phrases.length > 0 ? `${phrases.join(", ")} and ${last}` : last}`;
}

function describeTrait({ trait, side }: SharedTrait): string {
  const isAbove = side === "above";
  switch (trait.kind) {
    case "recency":
      return isAbove ? "ordered long ago" : "ordered lately";
    case "frequency":
      return isAbove ? "order often" : "order seldom";
    case "spend":
      return isAbove ? "have spent much" : "have spent little";
    case "order_size":
      return isAbove ? "place large orders" : "place small orders";
    case "low_prices":
      return isAbove ? "choose low prices" : "seldom choose low prices";
    case "high_prices":
      return isAbove ? "choose high prices" : "seldom choose high prices";
    case "product_type":
      return `${isAbove ? "buy" : "seldom buy"} ${trait.productType}`;
  }
}
