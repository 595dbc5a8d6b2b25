import { pickFeatures } from "~/ml/customers/customer-features";
import { explain } from "../explain";
import { forecastWithParts, logitOf, sigmoid, type IntentHorizon } from "../models/intent";
import { orderProbabilityWithin } from "../models/lifetime";
import type { PredictionDetail } from "../prediction";
import { toContributions, type KnownCustomers, type ScoringModels } from "./known-customers";
import { scoreByContender } from "./contender-scores";
import { scoreBySharedCounts } from "./shared-intent-scores";
import { rhythmParts } from "./rhythm-parts";

type IntentScore = PredictionDetail["intent"][number];

/** Each customer's probability to order within a horizon. Parts are on the logit scale, after calibration. */
export function scoreIntent(
  { days, model, contender }: IntentHorizon,
  customers: KnownCustomers,
  models: Pick<ScoringModels, "intent" | "lifetime">,
): IntentScore[] {
  if (!model) return scoreByRhythm(days, customers, models);
  if (contender) return scoreByContender(days, { model, contender }, customers, models);
  const described = customers.describedForIntent(days);
  const { features, width } = pickFeatures(described, model.features);
  // Platt's numbers are linear on the logit scale, so they shift the base and scale the parts.
  const [shift, scale] = model.calibration.kind === "platt" ? model.calibration.shift : [0, 1];
  return forecastWithParts(model, described).map((forecast, row) => {
    const { chance, low, high } = forecast;
    const base = shift + scale * forecast.base + model.season;
    const parts = forecast.parts.map((part) => scale * part);
    const values = features.subarray(row * width, (row + 1) * width);
    // What the steps of an isotonic calibration change belongs to no feature.
    const rest = parts.reduce((left, part) => left - part, logitOf(chance, MIN_CHANCE) - base);
    return {
      days,
      value: chance,
      low,
      high,
      grade: customers.gradeFor(row, models.intent.quality),
      explanation: explain(base, toContributions(model.features, values, parts), rest),
    };
  });
}

/** Keeps the logit of a certain forecast finite. */
export const MIN_CHANCE = 1e-12;

/** Variation of shops around BG/NBD's forecast, on the logit scale: a standard deviation at 80%. */
const REACH = 0.8;

function scoreByRhythm(
  days: number,
  { lifetime, gradeFor }: KnownCustomers,
  { intent, lifetime: learned }: Pick<ScoringModels, "intent" | "lifetime">,
): IntentScore[] {
  const { buying, typical } = learned.model;
  const shared = intent.model.shared?.find((it) => it.days === days);
  return lifetime.map((customer, row) => {
    const grade = gradeFor(row, { source: "prior", skill: null });
    const logitFor = (it: typeof customer) => logitOf(orderProbabilityWithin(buying, it, days));
    const { base, parts } = rhythmParts(customer, typical, 3, logitFor);
    if (shared) {
      const rhythm = { base, parts, reach: REACH };
      return { days, grade, ...scoreBySharedCounts(shared, customer, rhythm) };
    }
    const logit = logitFor(customer);
    return {
      days,
      value: sigmoid(logit),
      low: sigmoid(logit - REACH),
      high: sigmoid(logit + REACH),
      grade,
      explanation: explain(base, parts),
    };
  });
}
