import { explain } from "../explain";
import { GROUPING_FEATURES, placeInGroups } from "../models/customer-groups";
import { pickFeatures } from "~/ml/customers/customer-features";
import type { Prediction, PredictionDetail } from "../prediction";
import { scoreChurn } from "./churn-scores";
import { scoreIntent } from "./intent-scores";
import {
  knownCustomers,
  toContributions,
  type KnownCustomers,
  type ScoringModels,
} from "./known-customers";
import { scoreBestHour, scoreTolerance } from "./email-scores";
import { scoreNewcomer, type Scores } from "./newcomer-scores";
import { scoreNextOrder } from "./next-order-scores";
import { orderHorizons } from "./order-horizons";
import { scoreUplift } from "./uplift-scores";
import { scoreValue } from "./value-scores";
import type { ProfileHistory } from "../history/shop-history";

/**
 * The predictions of each profile of a history, as of its end, in order. A profile's scores do not depend on the
 * others. Cost: about 20 evaluations of BG/NBD per profile.
 *
 * @param computedAt when the history was read
 */
export function scoreProfiles(
  models: ScoringModels,
  history: ProfileHistory,
  computedAt: Date,
): Prediction[] {
  const customers = knownCustomers(history, models);
  const scored = new Map(scoreCustomers(customers, models));
  return history.profileIds.map((profileId, profile) => {
    const knownDays = Math.max(0, history.endDay - (history.knownSinceDays[profile] ?? 0));
    const scores = scored.get(profile) ?? scoreNewcomer(knownDays, models);
    const intent = orderHorizons(scores.intent);
    const grade = intent.find(({ days }) => days === GRADED_BY_DAYS)?.grade ?? "D";
    return {
      profileId,
      computedAt,
      grade,
      detail: {
        ...scores,
        intent,
        bestHour: scoreBestHour(history.email, profile, models),
        tolerance: scoreTolerance(history.email, profile, models),
      },
    };
  });
}

/** A profile's grade is that of its 30-day order probability. */
const GRADED_BY_DAYS = 30;

function scoreCustomers(
  customers: KnownCustomers,
  models: ScoringModels,
): (readonly [profile: number, scores: Scores])[] {
  const intent = models.intent.model.horizons.map((it) => scoreIntent(it, customers, models));
  const churn = scoreChurn(customers, models);
  const values = scoreValue(customers, models);
  const nextOrders = scoreNextOrder(customers, models);
  const groups = scoreGroups(customers, models);
  const uplifts = scoreUplift(customers, models);
  return Array.from(customers.profiles, (profile, row): (readonly [number, Scores])[] => {
    const value = values[row];
    const group = groups[row];
    if (!value || !group) return [];
    const scores = {
      intent: intent.flatMap((horizon) => horizon[row] ?? []),
      churn: churn[row] ?? null,
      value: value.score,
      expectedOrders: value.orders,
      nextOrder: nextOrders[row] ?? null,
      group,
      uplift: uplifts[row] ?? null,
    };
    return [[profile, scores]];
  }).flat();
}

function scoreGroups(
  customers: KnownCustomers,
  { customer_groups: { model, quality } }: ScoringModels,
): PredictionDetail["group"][] {
  const described = customers.describedFor(GRADED_BY_DAYS);
  const { features, width } = pickFeatures(described, GROUPING_FEATURES);
  return placeInGroups(model, described).map(({ key, distances }, row) => ({
    key,
    grade: customers.gradeFor(row, quality),
    explanation: explain(
      0,
      toContributions(
        GROUPING_FEATURES,
        features.subarray(row * width, (row + 1) * width),
        distances,
      ),
    ),
  }));
}
