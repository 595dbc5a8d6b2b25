import type { SeedOrder, StoreSeed } from "../store-seed";
import { inOrderOfTime, isoOf, type LifeHappening } from "./life-happening";
import { DAY_MS, endOf, planLaterOrders } from "./later-orders";
import { planLife, type LifeOptions } from "./plan-life";
import { findNextOrders } from "./plan-reaction";

/** A store's life, planned a few weeks at a time: it never ends, and needs no more memory the longer it lasts. */
export interface Life {
  /** The events up to this time that were not taken before, oldest first. */
  takeUntil(now: Date): LifeHappening[];
  /** When the customer with this address orders next; null if not within the next weeks. */
  nextOrderAt(email: string, after: string): string | null;
}

const PLANNED_DAYS = 28;
/** A reaction depends on an order within five days. */
const AHEAD_MS = 7 * DAY_MS;

/**
 * The life of a store from its cut on: first the seed's own later orders, then later ones in their pattern.
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

  return {
    takeUntil(now) {
      planUntil(now.getTime());
      takenUntilMs = now.getTime();
      const end = waiting.findIndex(({ at }) => Date.parse(at) > takenUntilMs);
      return waiting.splice(0, end === -1 ? waiting.length : end);
    },
    nextOrderAt(email, after) {
      planUntil(Date.parse(after) + AHEAD_MS);
      const id = idOf.get(email);
      const own = id === undefined ? null : findNext(id, after);
      const isNext = (it: SeedOrder) =>
        it.email === email && Date.parse(it.createdAt) > Date.parse(after);
      return own ?? laterOrders.find(isNext)?.createdAt ?? null;
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
