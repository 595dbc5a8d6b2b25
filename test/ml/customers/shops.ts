import { groupPurchases, type Purchases } from "~/ml/customers/purchases";
import { createRandomNumbers } from "~/ml/numerics/random";

/** Purchases over `days` days; a third of the customers buy frequently. */
export function aShop({ customers = 200, days = 400, seed = 7 } = {}): Purchases {
  const random = createRandomNumbers(seed);
  const rows: { customer: number; day: number; value: number }[] = [];
  for (let customer = 0; customer < customers; customer++) {
    const gap = customer % 3 === 0 ? 25 : 140;
    for (
      let day = random.nextInteger(days / 2);
      day < days;
      day += 1 + Math.floor(-gap * Math.log(1 - random.nextFloat()))
    ) {
      rows.push({ customer, day, value: 5 + random.nextInteger(60) });
    }
  }
  return groupPurchases({
    customers,
    customerOf: rows.map(({ customer }) => customer),
    days: rows.map(({ day }) => day),
    values: rows.map(({ value }) => value),
    lines: rows.map(() => 1),
  });
}

/** The same shop as known at the start of `day`. */
export function knownBefore(purchases: Purchases, day: number): Purchases {
  const rows = [...purchases.days.keys()].filter((at) => purchases.days[at]! < day);
  const customerOf = (at: number) => purchases.offsets.findLastIndex((offset) => offset <= at);
  return groupPurchases({
    customers: purchases.customers,
    customerOf: rows.map(customerOf),
    days: rows.map((at) => purchases.days[at]!),
    values: rows.map((at) => purchases.values[at]!),
    lines: rows.map((at) => purchases.lines[at]!),
  });
}
