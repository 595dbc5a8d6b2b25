/** The orders of the table of rules; the first is the default. */
export const RULE_ORDERS = ["evidence", "orders", "confidence", "lift"] as const;
export type RuleOrder = (typeof RULE_ORDERS)[number];

/** The filter and the order that a URL asks for; the defaults for anything else. */
export function readRuleQuery(params: URLSearchParams): {
  readonly order: RuleOrder;
  readonly productId: string | null;
  readonly showsSimilar: boolean;
} {
  const requested = params.get("order");
  const order = RULE_ORDERS.find((it) => it === requested) ?? RULE_ORDERS[0];
  const showsSimilar = params.get("similar") === "all";
  return { order, productId: params.get("product") || null, showsSimilar };
}
