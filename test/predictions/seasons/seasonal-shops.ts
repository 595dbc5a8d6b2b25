import { groupPurchases, type Purchases } from "~/ml/customers/purchases";
import { createRandomNumbers } from "~/ml/numerics/random";
import { drawGamma, drawNormal } from "~/ml/numerics/random-draws";

/** How the orders of a simulated shop depend on the time of the year. */
export interface SeasonLaw {
  readonly name: string;
  /** ln of the rate at its yearly peak relative to its mean, > 0. */
  readonly peak: number;
  /** The month of the peak, 0 to 11. */
  readonly peakMonth: number;
  /** Standard deviation of ln of a month's rate between years: what no earlier year tells. */
  readonly noise: number;
  readonly customers: number;
  readonly seed: number;
}

/**
 * The shops that the season of intent is judged on, written down before it was tuned. Peaks are those of gift shops (orders
 * of the best month 1.5 times the mean), of clothing and garden shops (1.3) and of shops without a season; the noise is
 * 5% to 20% a month.
 */
export const SEASON_LAWS: readonly SeasonLaw[] = [
  { name: "gifts", peak: 0.5, peakMonth: 10, noise: 0.05, customers: 900, seed: 1 },
  { name: "gifts, irregular", peak: 0.5, peakMonth: 10, noise: 0.2, customers: 900, seed: 2 },
  { name: "garden", peak: 0.3, peakMonth: 4, noise: 0.1, customers: 900, seed: 3 },
  { name: "clothing", peak: 0.25, peakMonth: 8, noise: 0.1, customers: 900, seed: 4 },
  { name: "groceries", peak: 0.02, peakMonth: 11, noise: 0.05, customers: 900, seed: 5 },
  { name: "no season, irregular", peak: 0.02, peakMonth: 0, noise: 0.2, customers: 900, seed: 6 },
  { name: "few customers", peak: 0.3, peakMonth: 6, noise: 0.1, customers: 150, seed: 7 },
];

const DAY_MS = 86_400_000;
/** Years of orders. */
const YEARS = 2.5;
export const FIRST_DAY = Date.parse("2023-01-01") / DAY_MS;
const LAST_DAY = FIRST_DAY + Math.round(YEARS * 365);

/**
 * Customers arrive evenly over the years; each orders at a rate of their own (gamma, one order in 60 days on average) times the
 * season's, and leaves after each order with a probability of 8%.
 */
export function seasonalShop({ peak, peakMonth, noise, customers, seed }: SeasonLaw): Purchases {
  const random = createRandomNumbers(seed);
  const months = Array.from({ length: Math.ceil(YEARS * 12) + 1 }, (_, month) =>
    Math.exp(
      peak * Math.cos((2 * Math.PI * (month - peakMonth)) / 12) + noise * drawNormal(random),
    ),
  );
  const rows: { customer: number; day: number }[] = [];
  for (let customer = 0; customer < customers; customer++) {
    const rate = drawGamma(1, random) / 60;
    let day = FIRST_DAY + random.nextInteger(LAST_DAY - FIRST_DAY);
    rows.push({ customer, day });
    while (++day < LAST_DAY) {
      const month = Math.floor(((day - FIRST_DAY) * 12) / 365);
      if (random.nextFloat() >= rate * months[month]!) continue;
      rows.push({ customer, day });
      if (random.nextFloat() < 0.08) break;
    }
  }
  return groupPurchases({
    customers,
    customerOf: rows.map((row) => row.customer),
    days: rows.map((row) => row.day),
    values: rows.map(() => 1_000),
    lines: rows.map(() => 1),
  });
}
