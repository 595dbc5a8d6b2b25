import type { BgNbd, CustomerPurchases } from "~/ml/lifetime/bg-nbd";
import { purchasesBetween, type Purchases } from "~/ml/customers/purchases";
import { fitShift } from "~/ml/regression/calibration";
import { sigmoid } from "./intent";
import { fitLifetime, lifetimeCustomersAt, orderProbabilityWithin } from "./lifetime";
import { logLossesOf } from "../quality";
import { returnCellOf } from "./return-counts";
import { fitReturnRates, type ReturnRates, type SharedCounts } from "./return-rates";

/** Who orders within a horizon, from the counts of other shops and this shop's level. Plain values. */
export interface SharedIntentHorizon extends ReturnRates, Level {}

interface Level {
  /** Added to all logits: how much more this shop's customers returned until now. */
  readonly level: number;
  /** Its variance: as assumed between shops, less with the shop's own evidence. */
  readonly levelVariance: number;
  /** Of this forecast's logit, in [0, 1]; the rest is that of BG/NBD's. */
  readonly weight: number;
}

/** Variance of shops' levels: two in three are within a factor of e of the odds of all. */
const LEVEL_VARIANCE = 1;

/**
 * Purchase intent of a shop that has too few orders for its own model. The shop's own customers' returns until now
 * decide two numbers: its level, and how much the forecast counts against that of BG/NBD, which suits some shops better.
 * All else is from other shops.
 *
 * @param horizons in days, each one of the shared counts
 */
export function fitSharedIntent(
  shared: SharedCounts,
  purchases: Purchases,
  { endDay, horizons }: { readonly endDay: number; readonly horizons: readonly number[] },
): SharedIntentHorizon[] {
  const rates = fitReturnRates(shared);
  const { buying } = fitLifetime(purchases, endDay);
  return rates
    .filter(({ days }) => horizons.includes(days))
    .map((own) => {
      const known = rates.filter(({ days }) => days <= own.days).reverse();
      return { ...own, ...fitLevel(known, buying, purchases, endDay) };
    });
}

/** By the longest horizon that has been observed; the level is shrunk toward that of all shops. */
function fitLevel(
  rates: readonly ReturnRates[],
  buying: BgNbd,
  purchases: Purchases,
  endDay: number,
): Level {
  for (const { days, byCell } of rates) {
    const seen = returnsUntil(purchases, endDay, days);
    if (seen.labels.length === 0) continue;
    const logits = Float64Array.from(seen.customers, (it) => byCell[returnCellOf(it)] ?? 0);
    const labels = Float64Array.from(seen.labels);
    const { shift, variance } = fitShift(logits, labels);
    const shrinkage = LEVEL_VARIANCE / (LEVEL_VARIANCE + variance);
    const level = shrinkage * shift;
    const lossOf = (chances: Float64Array) =>
      logLossesOf(chances, labels).reduce((sum, loss) => sum + loss, 0);
    const gain =
      lossOf(Float64Array.from(seen.customers, (it) => orderProbabilityWithin(buying, it, days))) -
      lossOf(logits.map((logit) => sigmoid(logit + level)));
    return { level, levelVariance: shrinkage * variance, weight: sigmoid(gain) };
  }
  return { level: 0, levelVariance: LEVEL_VARIANCE, weight: 0.5 };
}

/** Customers at the start of windows that do not overlap, and whether they returned within them. */
function returnsUntil(purchases: Purchases, endDay: number, days: number) {
  const customers: CustomerPurchases[] = [];
  const labels: number[] = [];
  for (let day = endDay - days; ; day -= days) {
    const known = lifetimeCustomersAt(purchases, day);
    if (known.length === 0) return { customers, labels };
    for (const customer of known) {
      const { start, end } = purchasesBetween(purchases, customer.customer, day, day + days);
      customers.push(customer);
      labels.push(end > start ? 1 : 0);
    }
  }
}

/** The logit of a customer's probability, given that of BG/NBD. */
export function sharedLogit(
  { byCell, level, weight }: SharedIntentHorizon,
  customer: CustomerPurchases,
  rhythmLogit: number,
): number {
  return weight * ((byCell[returnCellOf(customer)] ?? 0) + level) + (1 - weight) * rhythmLogit;
}
