import {
  chanceAlive,
  chanceToBuy,
  expectedPurchases,
  fitBgNbd,
  type BgNbd,
  type CustomerPurchases,
} from "~/ml/lifetime/bg-nbd";
import { purchasesBetween, type Purchases } from "~/ml/customers/purchases";
import { expectedValue, fitGammaGamma, type GammaGamma } from "~/ml/lifetime/gamma-gamma";

/** How often a shop's customers buy and what they spend. Plain values. */
export interface LifetimeModel {
  readonly buying: BgNbd;
  readonly spending: GammaGamma;
  /** Customers who bought more than once: with few, the numbers are near those of other shops. */
  readonly repeatCustomers: number;
}

/** A customer as both models see one; times in weeks. */
export interface LifetimeCustomer extends CustomerPurchases {
  /** Purchase days with a value, and the mean of their values in minor units. */
  readonly transactions: number;
  readonly meanValue: number;
}

/**
 * CDNOW's customers, by weeks: doi:10.1287/mksc.1040.0098. What a shop is taken to be like until
 * its own customers say otherwise.
 */
const PRIOR_BUYING = {
  centre: { r: 0.2426, alpha: 4.4136, a: 0.7929, b: 2.4259 },
  // Two shops in three lie within a factor of e of it.
  deviation: 1,
};
const PRIOR_SPENDING = { p: 6.2496, q: 3.7442 };
/** Customers who bought again that weigh as much as the prior of what they spend. */
const PRIOR_CUSTOMERS = 50;
/** Below it the mean of the values does not exist. */
const MIN_Q = 1.1;
const WEEK = 7;

/**
 * Fits BG/NBD and Gamma-Gamma on what was bought before `day`, both drawn towards what is usual
 * elsewhere, ever less the more customers bought again.
 */
export function fitLifetime(purchases: Purchases, day: number): LifetimeModel {
  const customers = lifetimeCustomersAt(purchases, day);
  const repeatCustomers = customers.filter(({ repeats }) => repeats > 0).length;
  const buying = fitBgNbd(
    {
      repeats: customers.map(({ repeats }) => repeats),
      lastAt: customers.map(({ lastAt }) => lastAt),
      watched: customers.map(({ watched }) => watched),
    },
    PRIOR_BUYING,
  );
  const spenders = customers.filter(({ meanValue }) => meanValue > 0);
  return {
    buying,
    spending: fitSpending(spenders, repeatCustomers / (repeatCustomers + PRIOR_CUSTOMERS)),
    repeatCustomers,
  };
}

function fitSpending(spenders: readonly LifetimeCustomer[], weight: number): GammaGamma {
  const transactions = spenders.map((it) => it.transactions);
  const meanValue = spenders.map((it) => it.meanValue);
  const paid = spenders.reduce((sum, it) => sum + it.meanValue * it.transactions, 0);
  const orders = transactions.reduce((sum, count) => sum + count, 0);
  const { p, q } = PRIOR_SPENDING;
  // Around the shop's own mean: prices are not alike from shop to shop.
  const gamma = orders > 0 ? ((paid / orders) * (q - 1)) / p : 0;
  const fitted = fitGammaGamma({ transactions, meanValue });
  if (!fitted || fitted.q < MIN_Q) return { p, q, gamma, logLikelihood: 0 };
  return {
    p: between(fitted.p, p, weight),
    q: between(fitted.q, q, weight),
    gamma: between(fitted.gamma, gamma, weight),
    logLikelihood: fitted.logLikelihood,
  };
}

/** Between a fit and the prior, on the logarithm: `weight` in [0, 1] of the fit. */
const between = (fitted: number, usual: number, weight: number) =>
  Math.exp(weight * Math.log(fitted) + (1 - weight) * Math.log(usual));

/** One entry for each customer who bought before `day`, in their order. */
export function lifetimeCustomersAt(
  purchases: Purchases,
  day: number,
): (LifetimeCustomer & { readonly customer: number })[] {
  return Array.from({ length: purchases.customers }, (_, customer) => customer).flatMap(
    (customer) => {
      const { start, end } = purchasesBetween(purchases, customer, -Infinity, day);
      if (end === start) return [];
      const { days, values } = purchases;
      const first = days[start] ?? 0;
      const paid = values.subarray(start, end).filter((value) => value > 0);
      const total = paid.reduce((sum, value) => sum + value, 0);
      return [
        {
          customer,
          repeats: end - start - 1,
          lastAt: ((days[end - 1] ?? first) - first) / WEEK,
          watched: (day - first) / WEEK,
          transactions: paid.length,
          meanValue: paid.length > 0 ? total / paid.length : 0,
        },
      ];
    },
  );
}

/** The customer in the middle of the shop's, in each respect alone. */
export function typicalOf(customers: readonly LifetimeCustomer[]): LifetimeCustomer {
  const middle = (valueOf: (customer: LifetimeCustomer) => number) =>
    customers.map(valueOf).sort((a, b) => a - b)[customers.length >> 1] ?? 0;
  const watched = middle((it) => it.watched);
  return {
    repeats: middle((it) => it.repeats),
    watched,
    lastAt: Math.max(0, watched - middle((it) => it.watched - it.lastAt)),
    transactions: middle((it) => it.transactions),
    meanValue: middle((it) => it.meanValue),
  };
}

export interface LifetimeForecast {
  /** Orders to expect within the weeks. */
  readonly orders: number;
  /** What they come to, in minor units, with the interval that is to hold it in 80 of 100 cases. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * What a customer will order in the next `weeks`. The interval is that of the number of orders (none
 * if the customer has left, else a negative binomial) at the value to expect of each; where the
 * mean lies beyond it, as of one who most likely orders nothing, it is widened to the mean.
 *
 * @param seasonal what the time of year multiplies orders by (`models/season.ts`), > 0
 */
export function forecastLifetime(
  { buying, spending }: Pick<LifetimeModel, "buying" | "spending">,
  customer: LifetimeCustomer,
  weeks: number,
  seasonal = 1,
): LifetimeForecast {
  const orders = seasonal * expectedPurchases(buying, customer, weeks);
  const each = expectedValue(spending, customer);
  const alive = chanceAlive(buying, customer);
  const shape = buying.r + customer.repeats;
  const [low, high] = orderQuantiles({ orders, alive, shape }, [0.1, 0.9]);
  return {
    orders,
    value: orders * each,
    low: Math.min(low ?? 0, orders) * each,
    high: Math.max(high ?? 0, orders) * each,
  };
}

/** The chance in [0, 1] that a customer orders within `days`. */
export function chanceWithin(buying: BgNbd, customer: CustomerPurchases, days: number): number {
  return chanceToBuy(buying, customer, days / WEEK);
}

/** Numbers of orders beyond which the rest of the distribution is not looked at. */
const MAX_ORDERS = 2_000;

function orderQuantiles(
  { orders, alive, shape }: { orders: number; alive: number; shape: number },
  shares: readonly number[],
): number[] {
  const mean = alive > 0 ? orders / alive : 0;
  const growth = mean / (mean + shape);
  let chance = alive * (1 - growth) ** shape;
  let below = 1 - alive + chance;
  let count = 0;
  return shares.map((share) => {
    while (below < share && count < MAX_ORDERS) {
      chance *= (growth * (shape + count)) / (count + 1);
      count++;
      below += chance;
    }
    return count;
  });
}
