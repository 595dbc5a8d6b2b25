import {
  between,
  oneOf,
  seededRandom,
  type Random,
} from "../../../test/shopify/life/seeded-random";
import type { SeedProduct } from "../../../test/shopify/store-seed";
import type { ExportedLine, ExportedOrder } from "./exported-order";

const CUSTOMERS = 400;
const DAY_MS = 86_400_000;
const FROM_MS = Date.parse("2024-01-01T00:00:00Z");
const DAYS = 365;
/** Range of the mean days between a customer's orders. */
const GAP_DAYS = { from: 30, to: 150 };
const MAX_LINES = 4;
/** Probability that a customer buys their favorite type. */
const FAVORITE_RATE = 0.6;

/**
 * A generated year of orders, for a shop with products only, so that there is something to see. All of it is labeled:
 * orders are "#GENERATED-1", customers "Generated Customer 1", generated-1@example.com. 400 customers order at random
 * times, each at an individual rate; some products sell much better than others (the n-th by 1/n), and each customer
 * has a favorite product type.
 *
 * @param products products to sell; inactive ones are skipped
 * @param seed the same number and products give the same history
 * @returns orders, oldest first; none without products
 */
export function generateHistory(products: readonly SeedProduct[], seed: number): ExportedOrder[] {
  const shelf = products.filter(({ status, variants }) => status === "ACTIVE" && variants.length);
  if (shelf.length === 0) return [];
  const byType = Map.groupBy(shelf, ({ productType }) => productType);
  const orders: Omit<ExportedOrder, "name">[] = [];
  for (let n = 1; n <= CUSTOMERS; n++) {
    const random = seededRandom(seed, `generated customer ${n}`);
    const favorite = byType.get(oneOf(random, [...byType.keys()]) ?? "") ?? shelf;
    const meanGapDays = between(random, GAP_DAYS.from, GAP_DAYS.to);
    const acceptsMarketing = random() < 0.85;
    for (let day = wait(random, meanGapDays); day < DAYS; day += wait(random, meanGapDays) + 1) {
      const atMs = FROM_MS + day * DAY_MS;
      orders.push({
        createdAt: new Date(atMs).toISOString(),
        fulfilledAt: new Date(atMs + 2 * DAY_MS).toISOString(),
        cancelledAt: null,
        email: `generated-${n}@example.com`,
        acceptsMarketing,
        billingName: `Generated Customer ${n}`,
        city: null,
        countryCode: null,
        currency: null,
        discountCode: null,
        discountAmount: "0.00",
        refundedAmount: "0.00",
        lines: basket(random, favorite, shelf),
      });
    }
  }
  return orders
    .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1))
    .map((order, i) => ({ ...order, name: `#GENERATED-${i + 1}` }));
}

function basket(
  random: Random,
  favorite: readonly SeedProduct[],
  shelf: readonly SeedProduct[],
): ExportedLine[] {
  const lines = new Map<string, ExportedLine>();
  const count = 1 + Math.floor(random() ** 2 * MAX_LINES);
  for (let i = 0; i < count; i++) {
    const product = popular(random, random() < FAVORITE_RATE ? favorite : shelf);
    const variant = product && oneOf(random, product.variants);
    if (!product || !variant) continue;
    const isOnly = product.variants.length === 1;
    lines.set(variant.id, {
      name: isOnly ? product.title : `${product.title} - ${variant.title}`,
      sku: variant.sku || null,
      quantity: random() < 0.85 ? 1 : 2,
      unitPrice: variant.price,
    });
  }
  return [...lines.values()];
}

/** Log-uniform over the ranks: the n-th is chosen about 1/n times as often as the first. */
function popular<T>(random: Random, items: readonly T[]): T | undefined {
  return items[Math.floor((items.length + 1) ** random()) - 1];
}

/** Days until the next event of a Poisson process with this mean gap. */
function wait(random: Random, meanDays: number): number {
  return -Math.log(1 - random()) * meanDays;
}
