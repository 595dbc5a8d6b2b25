import { pickFeatures } from "~/ml/customers/customer-features";
import { explain } from "../explain";
import { forecastLifetime, VALUE_WEEKS, type LifetimeCustomer } from "../models/lifetime";
import { seasonalShare } from "../models/season";
import { forecastShopSpending, movedTo, type FittedSpending } from "../models/spending";
import type { Score } from "../prediction";
import { toContributions, type KnownCustomers, type ScoringModels } from "./known-customers";
import { rhythmParts } from "./rhythm-parts";

export interface ValueScore {
  readonly orders: number;
  readonly score: Score;
}

/**
 * Each customer's spending in 12 months, in minor units, with parts in the same unit. A customer who churns meanwhile
 * contributes to the first months only, so in a shop with a season the early months count more.
 */
export function scoreValue(
  customers: KnownCustomers,
  { lifetime: { model, quality } }: Pick<ScoringModels, "lifetime">,
): ValueScore[] {
  const { lifetime, endDay, gradeFor } = customers;
  const seasonal = seasonalShare(model, model.typical, { fromDay: endDay, weeks: VALUE_WEEKS });
  const forecast = (customer: LifetimeCustomer) =>
    forecastLifetime(model, customer, VALUE_WEEKS, seasonal);
  const won = model.contender ? explainSpending(customers, model.contender) : null;
  return lifetime.map((customer, row) => {
    const ofRhythm = forecast(customer);
    const grade = gradeFor(row, quality);
    const spending = won?.[row];
    const { orders, value, low, high } = spending ? movedTo(ofRhythm, spending.amount) : ofRhythm;
    const { base, parts } =
      spending ?? rhythmParts(customer, model.typical, 4, (it) => forecast(it).value);
    return { orders, score: { value, low, high, grade, explanation: explain(base, parts) } };
  });
}

function explainSpending(customers: KnownCustomers, fitted: FittedSpending) {
  const described = customers.describedFor(fitted.model.days);
  const { features, width } = pickFeatures(described, fitted.model.features);
  return forecastShopSpending(fitted, described).map(({ amount, base, parts }, row) => ({
    amount,
    base,
    parts: toContributions(
      fitted.model.features,
      features.subarray(row * width, (row + 1) * width),
      parts,
    ),
  }));
}
