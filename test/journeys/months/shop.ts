import type { StoreSeed } from "../../shopify/store-seed";
import { storeFor, type Customer, type Past } from "../flows/store";

const monthly = (daysAgo: number) =>
  [90, 60, 30, 0].map((days) => [days + daysAgo, "coffee"] as const);

/** What customers did before: each kind makes customers of another flow. */
const PASTS: readonly ((n: number) => Past)[] = [
  (n) => ({ bought: monthly(20 + n) }),
  (n) => ({ bought: [[64 + n, "mug"]], cameDaysAgo: 347 + n }),
  () => ({ agreed: false }),
  (n) => ({ bought: [[40 + n, "tray"] as const, [12 + n, "board"] as const] }),
  (n) => ({ bought: [[25 + n, "throw", 8] as const], cameDaysAgo: 352 + n }),
  () => ({}),
];

export const PEOPLE: readonly Customer[] = Array.from({ length: 12 }, (_, n) => ({
  ...PASTS[n % PASTS.length]!(n),
  customerId: String(3_010 + n),
}));

/** Few customers buy coffee, so the merchant says that it is bought again and again. */
export function monthsShop(): StoreSeed {
  const seed = storeFor(PEOPLE);
  const products = seed.products.map((product) =>
    product.handle === "coffee" ? { ...product, tags: ["replenishable"] } : product,
  );
  return { ...seed, products };
}
