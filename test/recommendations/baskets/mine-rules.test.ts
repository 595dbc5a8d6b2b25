import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeRules, encodeRules } from "~/recommendations/baskets/encode-rules";
import { mineProductRules, RULE_LIMITS } from "~/recommendations/baskets/mine-rules";
import { measureRule } from "~/recommendations/baskets/product-rule";
import { daysAgo, NOW } from "../../support/builders";
import { columnsOf, type Purchase } from "../builders";

const PRODUCTS = ["kettle", "tray", "mug", "teapot", "filter"];

interface Order {
  readonly profileId: string;
  readonly at: Date;
  readonly productIds: readonly string[];
}

/** Orders of up to eight customers, each at an instant of its own. */
const shop = fc
  .array(
    fc.record({
      customer: fc.nat({ max: 7 }),
      productIds: fc.uniqueArray(fc.constantFrom(...PRODUCTS), { minLength: 1, maxLength: 4 }),
    }),
    { maxLength: 60 },
  )
  .map((orders) =>
    orders.map(({ customer, productIds }, n): Order => ({
      profileId: `customer-${customer}`,
      at: daysAgo(n + 1),
      productIds,
    })),
  );

const purchasesOf = (orders: readonly Order[]): Purchase[] =>
  orders.flatMap(({ profileId, at, productIds }) =>
    productIds.map((productId) => ({ profileId, productId, at })),
  );
const mine = (orders: readonly Order[]) => mineProductRules(columnsOf(purchasesOf(orders)), NOW);

/** The rules by counting every combination of products. */
function count(orders: readonly Order[]) {
  const ordersWith = (ids: readonly string[]) =>
    orders.filter(({ productIds }) => ids.every((id) => productIds.includes(id)));
  const candidates = PRODUCTS.flatMap((consequentId) => {
    const others = PRODUCTS.filter((it) => it !== consequentId);
    const pairs = others.flatMap((a, n) => others.slice(n + 1).map((b) => [a, b].sort()));
    return [...others.map((it) => [it]), ...pairs].map((antecedentIds) => {
      const both = ordersWith([...antecedentIds, consequentId]);
      return {
        antecedentIds,
        consequentId,
        orders: both.length,
        antecedentOrders: ordersWith(antecedentIds).length,
        consequentOrders: ordersWith([consequentId]).length,
        customers: new Set(both.map(({ profileId }) => profileId)).size,
      };
    });
  });
  const confidenceOf = (antecedentIds: readonly string[], consequentId: string) =>
    ordersWith([...antecedentIds, consequentId]).length / ordersWith(antecedentIds).length;
  return candidates.filter((rule) => {
    const { antecedentIds, consequentId, orders: both, antecedentOrders, consequentOrders } = rule;
    if (both < RULE_LIMITS.minOrders || rule.customers < RULE_LIMITS.minCustomers) return false;
    const expected = (antecedentOrders * consequentOrders) / orders.length;
    const confidence = both / antecedentOrders;
    // Equal up to rounding counts as equal, as in the implementation's quotients.
    if ((both - expected) / Math.sqrt(expected) < RULE_LIMITS.deviations - 1e-9) return false;
    return (
      antecedentIds.length === 1 ||
      antecedentIds.every((id) => confidenceOf([id], consequentId) < confidence)
    );
  });
}

const sorted = <T extends { antecedentIds: readonly string[]; consequentId: string }>(
  rules: readonly T[],
) => rules.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

/** Two products that four customers order together, and one that others order alone. */
const together: Order[] = [1, 2, 3, 4].map((n) => ({
  profileId: `couple-${n}`,
  at: daysAgo(n),
  productIds: ["kettle", "tray"],
}));
const alone: Order[] = Array.from({ length: 40 }, (_, n) => ({
  profileId: `single-${n}`,
  at: daysAgo(n + 10),
  productIds: ["mug"],
}));

describe("mineProductRules", () => {
  test("finds the tray that everyone orders with the kettle", () => {
    const { orders, rules } = mine([...together, ...alone]);
    expect(orders).toBe(44);
    expect(rules).toContainEqual({
      antecedentIds: ["kettle"],
      consequentId: "tray",
      orders: 4,
      antecedentOrders: 4,
      consequentOrders: 4,
      customers: 4,
    });
    expect(measureRule(rules[0] ?? { ...emptyRule }, orders)).toEqual({
      support: 4 / 44,
      confidence: 1,
      lift: 11,
    });
  });

  test("finds exactly the rules that counting every combination finds", () => {
    fc.assert(
      fc.property(shop, (orders) => {
        expect(sorted(mine(orders).rules)).toEqual(sorted(count(orders)));
      }),
    );
  });

  test("never keeps a rule of fewer than three customers, also after one of them was erased", () => {
    const regular = Array.from({ length: 9 }, (_, n): Order => ({
      profileId: n < 7 ? "regular" : `guest-${n}`,
      at: daysAgo(n + 1),
      productIds: ["kettle", "tray"],
    }));
    const all = [...regular, ...alone];
    expect(mine(all).rules).not.toHaveLength(0);
    expect(mine(all.filter(({ profileId }) => profileId !== "guest-8")).rules).toHaveLength(0);
  });

  test("does not depend on the order of the purchases", () => {
    fc.assert(
      fc.property(shop, (orders) => {
        const purchases = purchasesOf(orders);
        const reversed = mineProductRules(columnsOf(purchases.toReversed()), NOW);
        expect(reversed).toEqual(mineProductRules(columnsOf(purchases), NOW));
      }),
    );
  });

  test("ignores orders after the day of the training", () => {
    const future = together.map((order) => ({ ...order, at: daysAgo(-1) }));
    expect(mine([...future, ...alone])).toEqual(mine(alone));
  });

  test("asks for more orders where customers buy many products together, so that the search stays small", () => {
    const many = Array.from({ length: 150 }, (_, n) => `product-${n}`);
    const crowd = Array.from({ length: 6 }, (_, n): Order => ({
      profileId: `crowd-${n}`,
      at: daysAgo(n + 1),
      productIds: n < 5 ? many : many.slice(0, 20),
    }));
    const { minOrders, rules } = mine([...crowd, ...alone]);
    // 11,175 pairs are in five orders, and 190 of them in six.
    expect(minOrders).toBe(6);
    expect(rules.every(({ orders }) => orders === 6)).toBe(true);
  });
});

const emptyRule = {
  antecedentIds: [],
  consequentId: "",
  orders: 1,
  antecedentOrders: 1,
  consequentOrders: 1,
  customers: 3,
};

describe("encodeRules", () => {
  test("round-trips through decodeRules", () => {
    fc.assert(
      fc.property(shop, (orders) => {
        const mined = mine([...orders, ...together, ...alone]);
        expect(decodeRules(encodeRules(mined))).toEqual(mined);
      }),
    );
  });

  test("gives nothing for bytes that are damaged", () => {
    const bytes = encodeRules(mine([...together, ...alone]));
    bytes[bytes.length - 9] = (bytes.at(-9) ?? 0) ^ 1;
    expect(decodeRules(bytes)).toBeNull();
  });
});
