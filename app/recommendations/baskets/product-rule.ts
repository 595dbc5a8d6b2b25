/** Orders with all products of `antecedentIds` often contain `consequentId`, too. */
export interface ProductRule {
  /** One or two products, in code-unit order. */
  readonly antecedentIds: readonly string[];
  readonly consequentId: string;
  /** Orders that contain both sides. */
  readonly orders: number;
  readonly antecedentOrders: number;
  readonly consequentOrders: number;
  /** Customers who placed an order with both sides; at least `RULE_LIMITS.minCustomers`. */
  readonly customers: number;
}

/** The rules of a shop. */
export interface ProductRules {
  readonly minedAt: Date;
  /** Orders that were searched. */
  readonly orders: number;
  /** The number of orders from which a set of products counted as frequent. */
  readonly minOrders: number;
  /** Strongest evidence first. */
  readonly rules: readonly ProductRule[];
}

export interface RuleMeasures {
  /** The share of all orders that contain both sides, in (0, 1]. */
  readonly support: number;
  /** The share of the orders with the antecedent that contain the consequent, in (0, 1]. */
  readonly confidence: number;
  /** Confidence divided by the consequent's share of all orders; 1 means independence. */
  readonly lift: number;
}

/** @param allOrders number of orders that were searched, > 0 */
export function measureRule(
  { orders, antecedentOrders, consequentOrders }: ProductRule,
  allOrders: number,
): RuleMeasures {
  const confidence = orders / antecedentOrders;
  return {
    support: orders / allOrders,
    confidence,
    lift: confidence / (consequentOrders / allOrders),
  };
}
