import type { PredictionDetail, Score } from "./prediction";

/**
 * The type of a value: a probability in [0, 1] or a difference of two, minor units of the shop's currency, an instant, an hour of the shop's
 * day from 0 to 23, or a number per period.
 */
export type PredictedUnit = "rate" | "money" | "instant" | "hour" | "count";

interface PredictedValue {
  /** A column of the table `prediction`. */
  readonly column: string;
  readonly unit: PredictedUnit;
  /** In the unit, an instant in days from `computedAt`; null if it does not apply, or with too little data. */
  readonly find: (detail: PredictionDetail) => FoundScore | null;
}

/** Some values have no interval or reasons. */
type FoundScore = Pick<Score, "value" | "grade"> & Partial<Score>;

const DAY_MS = 86_400_000;

/**
 * The predicted values with a column each. Their columns, segments with their editor and SQL, and the customer's page
 * derive from this list.
 */
export const PREDICTED_VALUES = {
  buy_7: {
    column: "buy_7_rate",
    unit: "rate",
    find: (detail) => findIntent(detail, 7),
  },
  buy_30: {
    column: "buy_30_rate",
    unit: "rate",
    find: (detail) => findIntent(detail, 30),
  },
  buy_90: {
    column: "buy_90_rate",
    unit: "rate",
    find: (detail) => findIntent(detail, 90),
  },
  churn: {
    column: "churn_rate",
    unit: "rate",
    find: ({ churn }) => churn,
  },
  value: {
    column: "value_minor",
    unit: "money",
    find: ({ value }) => value,
  },
  expected_orders: {
    column: "expected_orders",
    unit: "count",
    find: ({ expectedOrders, value }) => ({ value: expectedOrders, grade: value.grade }),
  },
  next_order_days: {
    column: "next_order_at",
    unit: "instant",
    find: ({ nextOrder }) => nextOrder,
  },
  best_hour: {
    column: "best_hour",
    unit: "hour",
    find: ({ bestHour }) => bestHour && { value: bestHour.hour, grade: bestHour.grade },
  },
  emails_per_28_days: {
    column: "emails_per_28_days",
    unit: "count",
    find: ({ tolerance }) =>
      tolerance && { value: tolerance.emailsPer28Days, grade: tolerance.grade },
  },
  uplift: {
    column: "uplift_rate",
    unit: "rate",
    find: ({ uplift }) => uplift,
  },
} as const satisfies Readonly<Record<string, PredictedValue>>;

export type Predicted = keyof typeof PREDICTED_VALUES;
export const PREDICTED = Object.keys(PREDICTED_VALUES) as [Predicted, ...Predicted[]];

/** The unit of a predicted value. */
export const unitOf = (predicted: Predicted): PredictedUnit => PREDICTED_VALUES[predicted].unit;

/** The score of a predicted value; null if it does not apply, or with too little data. */
export const findScore = (predicted: Predicted, detail: PredictionDetail): FoundScore | null =>
  PREDICTED_VALUES[predicted].find(detail);

/** A score in its unit: whole minor units, and of an instant the milliseconds since 1970. */
export function inUnit(unit: PredictedUnit, score: number, computedAt: Date): number {
  if (unit === "instant") return computedAt.getTime() + score * DAY_MS;
  return unit === "money" ? Math.round(score) : score;
}

const findIntent = ({ intent }: PredictionDetail, within: number) =>
  intent.find(({ days }) => days === within) ?? null;
