import { pickFeatures } from "~/ml/customers/customer-features";
import { MIN_ORDERS, NEXT_ORDER_FEATURES } from "~/ml/customers/next-order-model";
import { explain } from "../explain";
import { forecastRhythm, forecastWaitFromRate } from "../models/next-order";
import type { Score } from "../prediction";
import { toContributions, type KnownCustomers, type ScoringModels } from "./known-customers";
import { rhythmParts } from "./rhythm-parts";

/** Days until each customer's next order, if one comes. Parts are on the scale ln(1 + days). */
export function scoreNextOrder(
  customers: KnownCustomers,
  models: Pick<ScoringModels, "next_order" | "lifetime">,
): Score[] {
  const { model, means } = models.next_order.model;
  const described = customers.describedFor(models.next_order.model.horizonDays);
  const { features, width } = pickFeatures(described, NEXT_ORDER_FEATURES);
  const rhythms = model ? forecastRhythm({ model, means }, described) : [];
  return customers.lifetime.map((customer, row): Score => {
    const rhythm = rhythms[row];
    if (!rhythm || customer.repeats + 1 < MIN_ORDERS) return scoreByRate(customers, row, models);
    const { days, low, high, base, parts } = rhythm;
    const values = features.subarray(row * width, (row + 1) * width);
    return {
      value: days,
      low,
      high,
      grade: customers.gradeFor(row, models.next_order.quality),
      explanation: explain(base, toContributions(NEXT_ORDER_FEATURES, values, parts)),
    };
  });
}

function scoreByRate(
  { lifetime, gradeFor }: KnownCustomers,
  row: number,
  models: Pick<ScoringModels, "next_order" | "lifetime">,
): Score {
  const { buying, typical } = models.lifetime.model;
  const { horizonDays } = models.next_order.model;
  const customer = lifetime[row] ?? typical;
  const { days, low, high } = forecastWaitFromRate(buying, customer, horizonDays);
  const { base, parts } = rhythmParts(customer, typical, 3, (it) =>
    Math.log1p(forecastWaitFromRate(buying, it, horizonDays).days),
  );
  const grade = gradeFor(row, models.lifetime.quality);
  return { value: days, low, high, grade, explanation: explain(base, parts) };
}
