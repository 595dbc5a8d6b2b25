import { groupPurchases, type Purchases } from "~/ml/customers/purchases";
import {
  drawCustomers,
  drawOrder,
  orderChance,
  type CustomerLaw,
  type CustomerState,
} from "./customer-law";
import { draw } from "./draws";
import { SHOP_KINDS } from "./ranges";
import { drawLaw, type ShopLaw } from "./shop-law";

/**
 * Shops that share noisy counts, and new shops that use them. Fixed before the counts, the noise and the models were
 * chosen: docs/decisions/0105-shops-share-noisy-counts.md.
 *
 * All are small (80 to 250 customers in their first year), of all kinds in turn, without email. Each opens on day 0.
 */

const row = (from: number, count: number) => Array.from({ length: count }, (_, n) => from + n);

/** For choosing counts and models: shops that share, and new shops. */
export const SHARING_TUNING = { sharing: row(3_000_000, 500), cold: row(3_500_000, 150) };
/** For reported figures only. The first 100, 500 or all 2,000 share. */
export const SHARING_ACCEPTANCE = { sharing: row(4_000_000, 2_000), cold: row(4_500_000, 300) };

/** A shop that shares has this many days of history. */
export const SHARING_DAYS = 365;
/** A new shop is this old; its customers are observed for another 90 days. */
export const COLD_AGES = [30, 60, 120];
export const COLD_OBSERVED_DAYS = 90;

/** The law of a small shop by its seed. */
export function drawSharingLaw(seed: number): ShopLaw {
  const kind = SHOP_KINDS[seed % SHOP_KINDS.length]!;
  return drawLaw(seed, { kind, size: "small", fatigueKind: null });
}

/** The purchases of a shop from its opening until `days` later, by day; each customer's first is on the day they join. */
export function drawPurchases(law: ShopLaw, days: number): Purchases {
  const customerOf: number[] = [];
  const orderDays: number[] = [];
  const values: number[] = [];
  const units: number[] = [];
  for (const person of drawCustomers({ ...law, newcomersPer28Days: 0 }, 1)) {
    for (const order of drawOrders(law, person, days)) {
      customerOf.push(person.customer);
      orderDays.push(order.day);
      values.push(order.netMinor);
      units.push(order.units / law.unitsStep);
    }
  }
  return groupPurchases({
    customers: law.customers,
    customerOf,
    days: orderDays,
    values,
    lines: units,
  });
}

const YEAR = 365;

function drawOrders(law: ShopLaw, person: CustomerLaw, days: number) {
  const { customer } = person;
  const joinsOn = Math.floor(draw(law.seed, customer, -1, "joins") * YEAR);
  const orders: { day: number; netMinor: number; units: number }[] = [];
  let state: CustomerState = {
    lastOrderDay: null,
    lastEngagedDay: null,
    lastOrderShare: 1,
    isAway: false,
    hasLeft: false,
    isWaiting: false,
    recentMessages: 0,
  };
  for (let day = joinsOn; day < days; day++) {
    const isFirst = day === joinsOn;
    if (!isFirst && draw(law.seed, customer, day, "order") >= orderChance(law, person, state, day))
      continue;
    const { netMinor, units, share, isLast } = drawOrder(law, person, day, 0);
    orders.push({ day, netMinor, units });
    state = { ...state, lastOrderDay: day, lastOrderShare: share, isAway: isLast };
  }
  return orders;
}
