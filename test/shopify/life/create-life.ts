import type { SeedOrder, StoreSeed } from "../store-seed";
import { inOrderOfTime, isoOf, type LifeHappening } from "./life-happening";
import { DAY_MS, endOf, planLaterOrders } from "./later-orders";
import { planLife, type LifeOptions } from "./plan-life";
import { planPurchase } from "./plan-purchase";
import { findNextOrders } from "./plan-reaction";
import { seededRandom } from "./seeded-random";

/** A store's life, planned a few weeks at a time: it never ends, and needs no more memory the longer it lasts. */
export interface Life {
  /** The events up to this time that were not taken before, oldest first. */
  takeUntil(now: Date): LifeHappening[];
  /** When the customer with this address orders next; null if not within the next weeks. */
  nextOrderAt(email: string, after: string): string | null;
  /** The customer with this address follows a link of an email to the store, and may buy something because of it. */
  followLink(visit: { readonly email: string; readonly at: string; readonly url: string }): void;
}

const PLANNED_DAYS = 28;
/** A reaction depends on an order within five days. */
const AHEAD_MS = 7 * DAY_MS;

/**
 * The life of a store from its cut on: first the seed's own later orders, then later ones in their pattern, and what
 * customers buy because of emails.
 *
 * @param seed with orders oldest first
 */
export function createLife(seed: StoreSeed, options: LifeOptions = {}): Life {
  const findNext = findNextOrders(seed.orders);
  const idOf = new Map(seed.customers.map(({ email, id }) => [email, id]));
  let waiting = planLife(seed, options);
  let plannedUntilMs = endOf(seed);
  let period = 0;
  let takenUntilMs = Date.parse(seed.cutAt);
  let laterOrders: readonly SeedOrder[] = [];
  const productOf = new Map(seed.products.map((product) => [product.handle, product]));
  const ordersOf = Map.groupBy(seed.orders, ({ customerId }) => customerId);
  const lastPurchaseAt = new Map<string, string>();
  let bought: LifeHappening[] = [];

  function planUntil(ms: number): void {
    while (plannedUntilMs < ms) {
      const fromMs = plannedUntilMs;
      plannedUntilMs += PLANNED_DAYS * DAY_MS;
      period += 1;
      const later = planLaterOrders(seed, { fromMs, toMs: plannedUntilMs });
      const store = storeAt(seed, fromMs, later);
      const random = { ...options, seed: (options.seed ?? 1) + period };
      waiting = inOrderOfTime([...waiting, ...planLife(store, random)]);
      const isAhead = ({ createdAt }: SeedOrder) => Date.parse(createdAt) > takenUntilMs;
      laterOrders = [...laterOrders.filter(isAhead), ...later.orders];
    }
  }

  function nextOrderAt(email: string, after: string): string | null {
    planUntil(Date.parse(after) + AHEAD_MS);
    const id = idOf.get(email);
    const own = id === undefined ? null : findNext(id, after);
    const isNext = (it: SeedOrder) =>
      it.email === email && Date.parse(it.createdAt) > Date.parse(after);
    return own ?? laterOrders.find(isNext)?.createdAt ?? null;
  }

  return {
    nextOrderAt,
    takeUntil(now) {
      planUntil(now.getTime());
      takenUntilMs = now.getTime();
      if (bought.length > 0) {
        waiting = inOrderOfTime([...waiting, ...bought]);
        bought = [];
      }
      const end = waiting.findIndex(({ at }) => Date.parse(at) > takenUntilMs);
      return waiting.splice(0, end === -1 ? waiting.length : end);
    },
    followLink({ email, at, url }) {
      const customerId = idOf.get(email);
      // Somebody who bought for the first time after the data's end is not followed further.
      if (customerId === undefined) return;
      const orders = ordersOf.get(customerId) ?? [];
      const purchase = planPurchase(
        {
          ...{ customerId, email, at, nextOrderAt: nextOrderAt(email, at) },
          product: productOf.get(/\/products\/([^/?#]+)/.exec(url)?.[1] ?? "") ?? null,
          earlier: orders.filter(({ createdAt }) => Date.parse(createdAt) <= Date.parse(at)),
          lastPurchaseAt: lastPurchaseAt.get(email) ?? null,
        },
        seededRandom(options.seed ?? 1, `visit ${email} ${at}`),
      );
      if (purchase.length === 0) return;
      lastPurchaseAt.set(email, at);
      bought.push(...purchase);
    },
  };
}

/** The store as a seed that is cut at this time, with each customer's last order before it. */
function storeAt(seed: StoreSeed, cutMs: number, later: ReturnType<typeof planLaterOrders>) {
  const isHere = ({ createdAt }: { readonly createdAt: string }) => Date.parse(createdAt) <= cutMs;
  const lastOrders = new Map(seed.orders.map((order) => [order.customerId, order]));
  // Their refunds and shipments are already planned.
  const settled = [...lastOrders.values()]
    .map((order) => ({ ...order, refunds: [], fulfilledAt: null, cancelledAt: null }))
    .toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
  return {
    ...seed,
    cutAt: isoOf(cutMs),
    products: seed.products.filter(isHere),
    customers: [...seed.customers.filter(isHere), ...later.customers],
    orders: [...settled, ...later.orders],
  };
}
