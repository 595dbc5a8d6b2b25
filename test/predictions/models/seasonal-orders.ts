import { groupPurchases, type Purchases } from "~/ml/customers/purchases";
import { createRandomNumbers } from "~/ml/numerics/random";

const DAY_MS = 86_400_000;

export interface SeasonalOrder {
  readonly customer: number;
  /** Since 1970-01-01. */
  readonly day: number;
}

/** Orders of 300 customers, scaled each day by the month's `season`. */
export function ordersBySeason(
  season: readonly number[],
  from: string,
  until: string,
): SeasonalOrder[] {
  const random = createRandomNumbers(1);
  const orders: SeasonalOrder[] = [];
  for (let at = Date.parse(from); at < Date.parse(until); at += DAY_MS) {
    const chance = 0.03 * season[new Date(at).getUTCMonth()]!;
    for (let customer = 0; customer < 300; customer++) {
      if (random.nextFloat() < chance) orders.push({ customer, day: at / DAY_MS });
    }
  }
  return orders;
}

export function fromOrders(orders: readonly SeasonalOrder[]): Purchases {
  return groupPurchases({
    customers: 300,
    customerOf: orders.map(({ customer }) => customer),
    days: orders.map(({ day }) => day),
    values: orders.map(() => 1_000),
    lines: orders.map(() => 1),
  });
}
