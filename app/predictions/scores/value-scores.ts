import { explain } from "../explain";
import { forecastLifetime } from "../models/lifetime";
import type { Score } from "../prediction";
import type { KnownCustomers, ScoringModels } from "./known-customers";
import { rhythmParts } from "./rhythm-parts";

/** Lifetime value is that of so many weeks: 12 months. */
const VALUE_WEEKS = 365 / 7;

export interface ValueScore {
  readonly orders: number;
  readonly score: Score;
}

/** What each customer will spend in 12 months, in minor units; so are the parts. */
export function scoreValue(
  { lifetime, gradeFor }: KnownCustomers,
  { lifetime: { model, quality } }: Pick<ScoringModels, "lifetime">,
): ValueScore[] {
  return lifetime.map((customer, row) => {
    const { orders, value, low, high } = forecastLifetime(model, customer, VALUE_WEEKS);
    const { base, parts } = rhythmParts(
      customer,
      model.typical,
      4,
      (it) => forecastLifetime(model, it, VALUE_WEEKS).value,
    );
    const grade = gradeFor(row, quality);
    return { orders, score: { value, low, high, grade, explanation: explain(base, parts) } };
  });
}
