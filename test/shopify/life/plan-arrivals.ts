import type { StoreSeed } from "../store-seed";
import { isoOf, type LifeHappening } from "./life-happening";

const MINUTE_MS = 60_000;

/**
 * The customers and products that arrive after the cut. A product is on sale a day before it is first sold; a
 * customer exists a minute before their first checkout (not earlier than the cut).
 *
 * @param checkouts the planned checkouts, any order
 */
export function planArrivals(
  { customers, products, cutAt }: StoreSeed,
  checkouts: readonly LifeHappening[],
): LifeHappening[] {
  const firstCheckoutMs = new Map<string, number>();
  for (const it of checkouts) {
    if (it.kind !== "checkout_created" || !it.checkout.customerId) continue;
    const before = firstCheckoutMs.get(it.checkout.customerId) ?? Infinity;
    firstCheckoutMs.set(it.checkout.customerId, Math.min(before, Date.parse(it.at)));
  }
  const cutMs = Date.parse(cutAt);
  const arrive = (ms: number) => isoOf(Math.max(cutMs, ms));

  return [
    ...products
      .filter(({ createdAt }) => Date.parse(createdAt) > cutMs)
      .map((product): LifeHappening => {
        const at = arrive(Date.parse(product.createdAt) - 24 * 60 * MINUTE_MS);
        return {
          kind: "product_created",
          at,
          product: {
            ...product,
            tags: [...product.tags],
            variants: product.variants.map((it) => ({ ...it, options: [...it.options] })),
          },
        };
      }),
    ...customers
      .filter(({ createdAt }) => Date.parse(createdAt) > cutMs)
      .map((customer): LifeHappening => {
        const first = firstCheckoutMs.get(customer.id) ?? Date.parse(customer.createdAt);
        return { kind: "customer_created", at: arrive(first - MINUTE_MS), customer };
      }),
  ];
}
