import { explain } from "../explain";
import { forecastLifetime, type LifetimeCustomer } from "../models/lifetime";
import { seasonalShare } from "../models/season";
import type { Score } from "../prediction";
import type { KnownCustomers, ScoringModels } from "./known-customers";
import { rhythmParts } from "./rhythm-parts";

/** Horizon of lifetime value in weeks: 12 months. */
const VALUE_WEEKS = 365 / 7;

export interface ValueScore {
  readonly orders: number;
  readonly score: Score;
}

/**
 * Each customer's spending in 12 months, in minor units, with parts in the same unit. A customer who churns meanwhile
 * contributes to the first months only, so in a shop with a season the early months count more.
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
