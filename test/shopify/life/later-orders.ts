import { hashHex } from "../seed/stable-hash";
import type { SeedCustomer, SeedOrder, StoreSeed } from "../store-seed";
import { isoOf } from "./life-happening";

export const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** A year in whole weeks, so that weekdays and seasons return. */
const MAX_CYCLE_MS = 52 * WEEK_MS;
/** Room for the number of the cycle in an id, which stays exact as a JavaScript number. */
const CYCLES = 1_000;

export interface LaterOrders {
  /** Oldest first. */
  readonly orders: readonly SeedOrder[];
  /** The customers who order for the first time. */
  readonly customers: readonly SeedCustomer[];
}

/** The end of a seed's own orders, and not before its cut. */
export function endOf({ orders, cutAt }: StoreSeed): number {
  return Math.max(Date.parse(cutAt), Date.parse(orders.at(-1)?.createdAt ?? cutAt));
}

/**
 * Orders after the end of a seed's own, which repeat its pattern: as many as a year before on the same weekday and at the
 * same hour, or after fewer whole weeks if the seed is shorter. A customer with several orders comes back at these
 * times, each time with the basket of another of their orders. Somebody new, with the same language, place and consent, buys
 * instead of a customer with one order. Pure: the same seed and period give the same orders.
 *
 * @param seed with orders oldest first
 * @param period from (exclusive) and to (inclusive) in milliseconds since 1970, not before `endOf(seed)`
 */
export function planLaterOrders(
  seed: StoreSeed,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): LaterOrders {
  const endMs = endOf(seed);
  const cycleMs = cycleOf(seed, endMs);
  const recent = seed.orders.filter((it) => Date.parse(it.createdAt) > endMs - cycleMs);
  const byCustomer = Map.groupBy(seed.orders, ({ customerId }) => customerId);
  const customerById = new Map(seed.customers.map((it) => [it.id, it]));
  const lastNumber = Math.max(0, ...seed.orders.map(numberOf));
  const orders: SeedOrder[] = [];
  const customers: SeedCustomer[] = [];

  const firstCycle = 1 + Math.floor((fromMs - endMs) / cycleMs);
  for (let cycle = firstCycle; endMs + (cycle - 1) * cycleMs < toMs; cycle++) {
    for (const [index, order] of recent.entries()) {
      const atMs = Date.parse(order.createdAt) + cycle * cycleMs;
      if (atMs <= fromMs || atMs > toMs) continue;
      const name = `#${lastNumber + (cycle - 1) * recent.length + index + 1}`;
      const own = byCustomer.get(order.customerId) ?? [];
      const isOnly = own.length === 1;
      const known = order.customerId === null ? undefined : customerById.get(order.customerId);
      const customer = isOnly && known ? newcomer(known, cycle, isoOf(atMs)) : known;
      if (isOnly && customer) customers.push(customer);
      // Each basket is used once in a cycle, so that the ids derived from it are unique.
      const basket = known ? own[(own.indexOf(order) + cycle) % own.length]! : order;
      const buyer = customer ? { customerId: customer.id, email: customer.email } : {};
      orders.push({ ...repeat(basket, atMs, cycle), ...buyer, name });
    }
  }
  return { orders: orders.toSorted(byTime), customers };
}

/** The longest whole number of weeks in the seed's history, at most a year and at least one week. */
function cycleOf({ orders }: StoreSeed, endMs: number): number {
  const historyMs = endMs - Date.parse(orders[0]?.createdAt ?? isoOf(endMs));
  return Math.max(WEEK_MS, Math.min(MAX_CYCLE_MS, Math.floor(historyMs / WEEK_MS) * WEEK_MS));
}

const numberOf = ({ name }: SeedOrder) => Number(name.replace(/\D/g, "")) || 0;
const byTime = (a: SeedOrder, b: SeedOrder) => Date.parse(a.createdAt) - Date.parse(b.createdAt);
const idIn = (cycle: number, id: string) => String(Number(id) * CYCLES + cycle);

/** The same order at another time, shipped and refunded after the same delay. */
function repeat(order: SeedOrder, atMs: number, cycle: number): SeedOrder {
  const laterMs = atMs - Date.parse(order.createdAt);
  const later = (instant: string) => isoOf(Date.parse(instant) + laterMs);
  const laterOrNull = (instant: string | null) => (instant === null ? null : later(instant));
  const id = idIn(cycle, order.id);
  return {
    ...order,
    id,
    createdAt: isoOf(atMs),
    lines: order.lines.map((line) => ({ ...line, id: idIn(cycle, line.id) })),
    refunds: order.refunds.map((refund) => ({
      id: idIn(cycle, refund.id),
      createdAt: later(refund.createdAt),
      lines: refund.lines.map((line) => ({ ...line, lineId: idIn(cycle, line.lineId) })),
    })),
    cancelledAt: laterOrNull(order.cancelledAt),
    fulfilledAt: laterOrNull(order.fulfilledAt),
    checkoutToken: hashHex(`later checkout ${id}`),
  };
}

function newcomer(like: SeedCustomer, cycle: number, createdAt: string): SeedCustomer {
  return {
    ...like,
    id: idIn(cycle, like.id),
    email: like.email?.replace("@", `-${cycle}@`) ?? null,
    // Two people have no phone in common.
    phone: null,
    createdAt,
    marketingUpdatedAt: like.marketingState === "NOT_SUBSCRIBED" ? null : createdAt,
  };
}
