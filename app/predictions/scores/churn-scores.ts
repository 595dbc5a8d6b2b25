import { probabilityAlive } from "~/ml/lifetime/bg-nbd";
import type { FittedContender } from "~/ml/customers/contender-model";
import { forecastContender } from "~/ml/customers/contender-parts";
import { pickFeatures } from "~/ml/customers/customer-features";
import { explain } from "../explain";
import { CHURN_DAYS, churnParts, stack, type ChurnModel } from "../models/churn";
import { forecastWithParts, logitOf, sigmoid, type IntentHorizon } from "../models/intent";
import { orderProbabilityWithin } from "../models/lifetime";
import { STACKED_INTENT_DAYS } from "../models/churn-window";
import type { ScoreContribution, PredictionDetail } from "../prediction";
import {
  toContributions,
  rounded,
  type KnownCustomers,
  type ScoringModels,
} from "./known-customers";
import { rhythmParts } from "./rhythm-parts";

type ChurnScore = NonNullable<PredictionDetail["churn"]>;
type Models = Pick<ScoringModels, "churn" | "intent" | "lifetime">;

/** Forecast error over such a long horizon, on the logit scale. */
const REACH = 0.8;

/** Each customer's probability of no order for `CHURN_DAYS` days. Parts are on the logit scale. */
export function scoreChurn(customers: KnownCustomers, models: Models): ChurnScore[] {
  const { stack: fitted, contender, season = 0 } = models.churn.model;
  const intent = models.intent.model.horizons.find(({ days }) => days === STACKED_INTENT_DAYS);
  const explained = contender
    ? explainContender(contender, customers)
    : fitted && intent?.model
      ? explainStack(fitted, intent.model, customers, models)
      : explainRhythm(customers, models);
  const isLearned = Boolean(contender ?? (fitted && intent?.model));
  const source = isLearned ? models.churn.quality : UNLEARNED;
  const shift = isLearned ? season : 0;
  return explained.map(({ base: usual, parts }, row) => {
    const base = usual + shift;
    const logit = parts.reduce((sum, { part }) => sum + part, base);
    return {
      days: CHURN_DAYS,
      value: sigmoid(logit),
      low: sigmoid(logit - REACH),
      high: sigmoid(logit + REACH),
      grade: customers.gradeFor(row, source),
      explanation: explain(base, parts),
    };
  });
}

const UNLEARNED = { source: "prior", skill: null } as const;

interface Explained {
  readonly base: number;
  readonly parts: readonly ScoreContribution[];
}

/** A contender that replaced the stack. */
function explainContender(contender: FittedContender, customers: KnownCustomers): Explained[] {
  const described = customers.describedFor(CHURN_DAYS);
  const { features, width } = pickFeatures(described, contender.features);
  return forecastContender(contender, described).map(({ base, parts }, row) => ({
    base,
    parts: toContributions(
      contender.features,
      features.subarray(row * width, (row + 1) * width),
      parts,
    ),
  }));
}

/** The part of intent is split into the parts of its own features. */
function explainStack(
  fitted: ChurnModel,
  intent: NonNullable<IntentHorizon["model"]>,
  customers: KnownCustomers,
  { lifetime }: Models,
): Explained[] {
  const described = customers.describedFor(STACKED_INTENT_DAYS);
  const { features, width } = pickFeatures(described, intent.features);
  const forecasts = forecastWithParts(intent, described);
  const logits = forecasts.map(({ base, parts }) => parts.reduce((sum, part) => sum + part, base));
  const { buying } = lifetime.model;
  const columns = stack(customers.lifetime, buying, logits);
  return forecasts.map((forecast, row): Explained => {
    const { base, parts } = churnParts(fitted, columns, row);
    const [left = 0, once = 0, ofIntent = 0] = parts;
    const customer = customers.lifetime[row];
    const pull = intentPull(fitted);
    const own = forecast.parts.map((part) => part * pull);
    return {
      base: base + ofIntent - own.reduce((sum, part) => sum + part, 0),
      parts: [
        {
          feature: "left",
          value: customer ? rounded(1 - probabilityAlive(buying, customer)) : 0,
          part: left,
        },
        { feature: "once", value: (customer?.repeats ?? 0) + 1, part: once },
        ...toContributions(intent.features, features.subarray(row * width, (row + 1) * width), own),
      ],
    };
  });
}

/** Change of churn's logit per unit of intent's logit. */
function intentPull({ theta, scales }: ChurnModel): number {
  const deviation = scales.deviations[2] ?? 0;
  return deviation > 0 ? (theta[3] ?? 0) / deviation : 0;
}

function explainRhythm({ lifetime }: KnownCustomers, models: Models): Explained[] {
  const { buying, typical } = models.lifetime.model;
  return lifetime.map((customer) =>
    rhythmParts(customer, typical, 3, (it) =>
      logitOf(1 - orderProbabilityWithin(buying, it, CHURN_DAYS)),
    ),
  );
}
