import { pickFeatures } from "~/ml/customers/customer-features";
import type { IntentModel } from "~/ml/customers/intent-model";
import type { FittedContender } from "~/ml/customers/contender-model";
import { forecastContender } from "~/ml/customers/contender-parts";
import { explain } from "../explain";
import { forecastWithParts, logitOf, sigmoid, type IntentForecast } from "../models/intent";
import type { PredictionDetail } from "../prediction";
import { toContributions, type KnownCustomers, type ScoringModels } from "./known-customers";

/**
 * Each customer's probability to order by a contender that replaced the base model, with the base model's season. Base
 * and parts add up to its logit.
 */
export function scoreByContender(
  days: number,
  { model, contender }: { readonly model: IntentModel; readonly contender: FittedContender },
  customers: KnownCustomers,
  models: Pick<ScoringModels, "intent">,
): PredictionDetail["intent"] {
  const described = customers.describedForIntent(days);
  const { features, width } = pickFeatures(described, contender.features);
  const own = forecastContender(contender, described);
  return forecastWithParts(model, described).flatMap((ofModel, row) => {
    const forecast = own[row];
    if (!forecast) return [];
    const { base, parts } = forecast;
    const values = features.subarray(row * width, (row + 1) * width);
    const start = base + model.season;
    const logit = parts.reduce((sum, part) => sum + part, start);
    const explanation = explain(start, toContributions(contender.features, values, parts));
    return {
      days,
      value: sigmoid(logit),
      ...intervalAround(logit, ofModel),
      grade: customers.gradeFor(row, models.intent.quality),
      explanation,
    };
  });
}

/**
 * A contender has no standard errors. Its interval is as wide as the base model's, and reaches the base model's forecast
 * where the two differ by more.
 */
function intervalAround(logit: number, base: IntentForecast) {
  const half = (logitOf(base.high) - logitOf(base.low)) / 2;
  const other = logitOf(base.chance);
  return {
    low: sigmoid(Math.min(logit - half, other)),
    high: sigmoid(Math.max(logit + half, other)),
  };
}
