import {
  probabilityAlive,
  purchaseProbability,
  expectedPurchases,
  fitBgNbd,
  type BgNbd,
  type CustomerPurchases,
} from "~/ml/lifetime/bg-nbd";
import { purchasesBetween, type Purchases } from "~/ml/customers/purchases";
import { expectedValue, fitGammaGamma, type GammaGamma } from "~/ml/lifetime/gamma-gamma";

/** Purchase frequency and spending of a shop's customers. Plain values. */
export interface LifetimeModel {
  readonly buying: BgNbd;
  readonly spending: GammaGamma;
  /** Number of repeat customers; with few, the parameters are close to the defaults. */
  readonly repeatCustomers: number;
}

/** A customer as input of both models; times in weeks. */
export interface LifetimeCustomer extends CustomerPurchases {
  /** Number of purchase days with a value, and the mean value in minor units. */
  readonly transactions: number;
  readonly meanValue: number;
}

/** Parameters of CDNOW's customers, in weeks: doi:10.1287/mksc.1040.0098. The prior for a shop. */
const PRIOR_BUYING = {
  center: { r: 0.2426, alpha: 4.4136, a: 0.7929, b: 2.4259 },
  // Two shops in three are within a factor of e of it.
  deviation: 1,
};
const PRIOR_SPENDING = { p: 6.2496, q: 3.7442 };
/** Weight of the spending prior, in repeat customers. */
const PRIOR_CUSTOMERS = 50;
/** Below it the mean of the values does not exist. */
const MIN_Q = 1.1;
const WEEK = 7;
/** Horizon of lifetime value in weeks: 12 months. */
export const VALUE_WEEKS = 365 / WEEK;

/** Fits BG/NBD and Gamma-Gamma on purchases before `day`, both shrunk toward the priors, and less with more repeat customers. */
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
  // Around the shop's own mean, since prices differ between shops.
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

/** Interpolates between a fit and the prior on the log scale: `weight` in [0, 1] of the fit. */
const between = (fitted: number, usual: number, weight: number) =>
  Math.exp(weight * Math.log(fitted) + (1 - weight) * Math.log(usual));

/** One entry per customer with a purchase before `day`, in their order. */
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

/** A customer's weekly spending since the first purchase, without that purchase. */
export function ownWeekly({ repeats, watched, meanValue }: LifetimeCustomer): number {
  return (repeats * meanValue) / Math.max(1, watched);
}

/** The shop's median customer, in each feature separately. */
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
  /** Expected number of orders within the weeks. */
  readonly orders: number;
  /** Their value in minor units, with an 80% interval. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Forecasts a customer's orders in the next `weeks`. The interval is that of the number of orders (none if the
 * customer has churned, else negative binomial) times the expected value of each; if the mean is outside, as for a
 * customer who most likely orders nothing, the interval is extended to it.
 *
 * @param seasonal seasonal factor of orders (`models/season.ts`), > 0
 */
export function forecastLifetime(
  { buying, spending }: Pick<LifetimeModel, "buying" | "spending">,
  customer: LifetimeCustomer,
  weeks: number,
  seasonal = 1,
): LifetimeForecast {
  const orders = seasonal * expectedPurchases(buying, customer, weeks);
  const each = expectedValue(spending, customer);
  const alive = probabilityAlive(buying, customer);
  const shape = buying.r + customer.repeats;
  const [low, high] = orderQuantiles({ orders, alive, shape }, [0.1, 0.9]);
  return {
    orders,
    value: orders * each,
    low: Math.min(low ?? 0, orders) * each,
    high: Math.max(high ?? 0, orders) * each,
  };
}

/** The probability in [0, 1] that a customer orders within `days`. */
export function orderProbabilityWithin(
  buying: BgNbd,
  customer: CustomerPurchases,
  days: number,
): number {
  return purchaseProbability(buying, customer, days / WEEK);
}

/** Numbers of orders after which the distribution is truncated. */
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
