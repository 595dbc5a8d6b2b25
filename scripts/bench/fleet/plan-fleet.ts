import { ShopId } from "~/lib/shop-id";

/** A shop of the fleet, and what happens in it in one run. */
export interface FleetShop {
  readonly shopId: ShopId;
  readonly customers: number;
  readonly orders: number;
  readonly emails: number;
}

const ORDERS_PER_SHOP = 5;
const EMAILS_PER_SHOP = 10;
/** Of the power law of sizes by rank: the largest of 10,000 shops has 3,700 emails, the smallest 2. */
const EXPONENT = 0.8;
/** Customers of the smallest shops; others have two, four, eight times as many and so on, so that few sizes are seeded. */
const MIN_CUSTOMERS = 10;
export const PRODUCTS = 20;

/**
 * Shops from the largest to the smallest, with 5 orders and 10 emails per shop on average. The first customers get the emails and the last
 * ones order, since an order ends an enrollment.
 */
export function planFleet(shops: number): FleetShop[] {
  const weights = Array.from({ length: shops }, (_, i) => (i + 1) ** -EXPONENT);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight, i) => {
    const share = (shops * weight) / sum;
    const emails = Math.max(1, Math.round(EMAILS_PER_SHOP * share));
    return {
      shopId: ShopId.parse(`fleet-${i}.myshopify.com`),
      customers: sizeFor(2 * emails),
      orders: Math.max(1, Math.round(ORDERS_PER_SHOP * share)),
      emails,
    };
  });
}

function sizeFor(customers: number): number {
  return MIN_CUSTOMERS * 2 ** Math.max(0, Math.ceil(Math.log2(customers / MIN_CUSTOMERS)));
}
