import { chanceAlive } from "~/ml/bg-nbd";
import { describeCustomers, snapshotAt } from "~/ml/customers/customer-features";
import { fitIntentModel } from "~/ml/customers/intent-model";
import type { Purchases } from "~/ml/customers/purchases";
import { CHURN_DAYS, stack } from "./churn";
import { forecastWithParts } from "./intent";
import { fitLifetime, lifetimeCustomersAt } from "./lifetime";
import { missingIn, windowsBefore } from "./windows";

/** What was known of customers at the start of a window of `CHURN_DAYS` days, stacked. */
export interface ChurnWindow {
  /** Customers × `STACKED`, row-major. */
  readonly columns: Float64Array;
  /** 1 where no order came in the window. */
  readonly labels: Float64Array;
  /** 1 − P(alive), and 1 − P(order in the window), by BG/NBD. */
  readonly left: Float64Array;
  readonly silent: Float64Array;
}

/** Days of intent that is stacked. */
export const STACKED_INTENT_DAYS = 90;

/**
 * The window of `CHURN_DAYS` days before `endDay`, with intent as it was learned from the orders
 * before `learnedDay` alone.
 *
 * @returns null where intent could not be learned
 */
export function churnWindowBefore(
  purchases: Purchases,
  { endDay, learnedDay }: { readonly endDay: number; readonly learnedDay: number },
): ChurnWindow | null {
  const days = STACKED_INTENT_DAYS;
  const [last, ...earlier] = windowsBefore(purchases, learnedDay, days);
  if (!last || missingIn(last, { purchases, endDay: learnedDay, days })) return null;
  const startDay = endDay - CHURN_DAYS;
  const customers = lifetimeCustomersAt(purchases, startDay);
  if (customers.length === 0) return null;
  const { buying } = fitLifetime(purchases, startDay);
  const window = snapshotAt(purchases, startDay, CHURN_DAYS);
  const described = describeCustomers(purchases, startDay, days, buying);
  const logits = forecastWithParts(fitIntentModel([last, ...earlier]), described).map(
    ({ base, parts }) => parts.reduce((sum, part) => sum + part, base),
  );
  const columns = stack(customers, buying, logits);
  return {
    columns,
    labels: window.labels.map((label) => 1 - label),
    left: Float64Array.from(customers, (it) => 1 - chanceAlive(buying, it)),
    silent: window.chances.map((chance) => 1 - chance),
  };
}
