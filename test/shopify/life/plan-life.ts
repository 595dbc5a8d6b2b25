import type { StoreSeed } from "../store-seed";
import { inOrderOfTime, type LifeHappening } from "./life-happening";
import { planArrivals } from "./plan-arrivals";
import { planChanges } from "./plan-changes";
import { planAbandonedCheckouts, planOrders } from "./plan-orders";

export interface LifeOptions {
  /** The run's number: the same number and store give the same life. */
  readonly seed?: number;
  /** Share of the customers' later orders with an earlier abandoned checkout, in [0, 1]. */
  readonly leftCheckoutRate?: number;
}

/**
 * All events in a store from its cut to its last order, oldest first: the seed's own later orders with their
 * checkouts, fulfillments and refunds; arriving customers and products; abandoned checkouts; changes of stock, price
 * and consent. Pure: `seed.orders` must be oldest first.
 *
 * @returns events that the local Shopify can play, each with its store time, none before the cut
 */
export function planLife(
  store: StoreSeed,
  { seed = 1, leftCheckoutRate = 0.25 }: LifeOptions = {},
): LifeHappening[] {
  const orders = planOrders(store, seed);
  const left = planAbandonedCheckouts(store, seed, leftCheckoutRate);
  return inOrderOfTime([
    ...planArrivals(store, [...orders, ...left]),
    ...orders,
    ...left,
    ...planChanges(store, seed),
  ]);
}
