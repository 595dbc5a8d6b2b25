import { pickFeatures } from "~/ml/customers/customer-features";
import { forecastNextOrder } from "~/ml/customers/next-order-model";
import { explain } from "../explain";
import { forecastWaitFromRate, NEXT_ORDER_DAYS } from "../models/next-order";
import type { Score } from "../prediction";
import { toContributions, type KnownCustomers, type ScoringModels } from "./known-customers";
import { rhythmParts } from "./rhythm-parts";

/** Days until each customer's next order, if one comes within a year. Parts are on the scale ln(1 + days). */
export function scoreNextOrder(
  customers: KnownCustomers,
  models: Pick<ScoringModels, "next_order" | "lifetime">,
): Score[] {
  const { model } = models.next_order.model;
  if (!model) return customers.lifetime.map((_, row) => scoreByRate(customers, row, models));
  const described = customers.describedFor(NEXT_ORDER_DAYS);
  const { features, width } = pickFeatures(described, model.features);
  const today = { ...described, day: customers.endDay };
  return forecastNextOrder(model, today, NEXT_ORDER_DAYS).map(
    ({ days, low, high, base, parts }, row): Score => ({
      value: days,
      low,
      high,
      grade: customers.gradeFor(row, models.next_order.quality),
      explanation: explain(
        base,
        toContributions(model.features, features.subarray(row * width, (row + 1) * width), parts),
      ),
    }),
  );
}

function scoreByRate(
  { lifetime, gradeFor }: KnownCustomers,
  row: number,
  models: Pick<ScoringModels, "lifetime">,
): Score {
  const { buying, typical } = models.lifetime.model;
  const customer = lifetime[row] ?? typical;
  const { days, low, high } = forecastWaitFromRate(buying, customer, NEXT_ORDER_DAYS);
  const { base, parts } = rhythmParts(customer, typical, 3, (it) =>
    Math.log1p(forecastWaitFromRate(buying, it, NEXT_ORDER_DAYS).days),
  );
  const grade = gradeFor(row, models.lifetime.quality);
  return { value: days, low, high, grade, explanation: explain(base, parts) };
}
