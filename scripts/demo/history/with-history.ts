import type { SeedOrder, StoreSeed } from "../../../test/shopify/store-seed";

/** The store with what emails caused. Orders are numbered after its last, so that each number stays unique. */
export function withHistory(
  seed: StoreSeed,
  {
    bought,
    left,
  }: {
    readonly bought: readonly SeedOrder[];
    /** When customers unsubscribed, by customer id. */
    readonly left: ReadonlyMap<string, Date>;
  },
): StoreSeed {
  const last = Math.max(0, ...seed.orders.map(({ name }) => Number(name.replace(/\D/g, "")) || 0));
  const caused = bought.map((order, n) => ({ ...order, name: `#${last + n + 1}` }));
  return {
    ...seed,
    orders: [...seed.orders, ...caused].toSorted(
      (a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt),
    ),
    customers: seed.customers.map((customer) => {
      const at = left.get(customer.id);
      return at === undefined
        ? customer
        : { ...customer, marketingState: "UNSUBSCRIBED", marketingUpdatedAt: at.toISOString() };
    }),
  };
}
