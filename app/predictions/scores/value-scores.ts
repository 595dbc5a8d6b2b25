import { explain } from "../explain";
import { forecastLifetime, type LifetimeCustomer } from "../models/lifetime";
import { seasonalShare } from "../models/season";
import type { Score } from "../prediction";
import type { KnownCustomers, ScoringModels } from "./known-customers";
import { rhythmParts } from "./rhythm-parts";

/** Lifetime value covers this many weeks: 12 months. */
const VALUE_WEEKS = 365 / 7;

export interface ValueScore {
  readonly orders: number;
  readonly score: Score;
}

/**
 * What each customer will spend in 12 months, in minor units; so are the parts. Who leaves meanwhile
 * is there for the first of the months: in a shop with a season those count for what they are.
 */
export function scoreValue(
  { lifetime, endDay, gradeFor }: KnownCustomers,
  { lifetime: { model, quality } }: Pick<ScoringModels, "lifetime">,
): ValueScore[] {
  const seasonal = seasonalShare(model, model.typical, { fromDay: endDay, weeks: VALUE_WEEKS });
  const forecast = (customer: LifetimeCustomer) =>
    forecastLifetime(model, customer, VALUE_WEEKS, seasonal);
  return lifetime.map((customer, row) => {
    const { orders, value, low, high } = forecast(customer);
    const { base, parts } = rhythmParts(customer, model.typical, 4, (it) => forecast(it).value);
    const grade = gradeFor(row, quality);
    return { orders, score: { value, low, high, grade, explanation: explain(base, parts) } };
  });
}
