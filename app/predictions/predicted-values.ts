import type { Prediction } from "./prediction";

/**
 * The type of a value: a probability in [0, 1], minor units of the shop's currency, an instant, an hour of the shop's
 * day from 0 to 23, or a number per period.
 */
export type PredictedUnit = "rate" | "money" | "instant" | "hour" | "count";

interface PredictedValue {
  /** A column of the table `prediction`. */
  readonly column: string;
  readonly unit: PredictedUnit;
  readonly label: string;
  /** null if it does not apply to the customer, or with too little data. */
  readonly read: (prediction: Prediction) => number | Date | null;
}

const DAY_MS = 86_400_000;

/**
 * The predicted values with a column each. Segments, their editor and their SQL derive from this list. To add one:
 * its score in `PredictionDetail`, a column, and an entry here.
 */
export const PREDICTED_VALUES = {
  buy_7: {
    column: "buy_7_rate",
    unit: "rate",
    label: "Chance of an order within 7 days",
    read: (prediction) => readIntent(prediction, 7),
  },
  buy_30: {
    column: "buy_30_rate",
    unit: "rate",
    label: "Chance of an order within 30 days",
    read: (prediction) => readIntent(prediction, 30),
  },
  buy_90: {
    column: "buy_90_rate",
    unit: "rate",
    label: "Chance of an order within 90 days",
    read: (prediction) => readIntent(prediction, 90),
  },
  churn: {
    column: "churn_rate",
    unit: "rate",
    label: "Chance that no order comes any more",
    read: ({ detail }) => detail.churn?.value ?? null,
  },
  value: {
    column: "value_minor",
    unit: "money",
    label: "Expected spend in the next 12 months",
    read: ({ detail }) => Math.round(detail.value.value),
  },
  expected_orders: {
    column: "expected_orders",
    unit: "count",
    label: "Expected orders in the next 12 months",
    read: ({ expectedOrders }) => expectedOrders,
  },
  next_order_days: {
    column: "next_order_at",
    unit: "instant",
    label: "Expected day of the next order",
    read: ({ computedAt, detail }) =>
      detail.nextOrder && new Date(computedAt.getTime() + detail.nextOrder.value * DAY_MS),
  },
  best_hour: {
    column: "best_hour",
    unit: "hour",
    label: "Best hour for email",
    read: ({ detail }) => detail.bestHour?.hour ?? null,
  },
  emails_per_28_days: {
    column: "emails_per_28_days",
    unit: "count",
    label: "Emails per 28 days that are welcome",
    read: ({ detail }) => detail.tolerance?.emailsPer28Days ?? null,
  },
} as const satisfies Readonly<Record<string, PredictedValue>>;

export type Predicted = keyof typeof PREDICTED_VALUES;
export const PREDICTED = Object.keys(PREDICTED_VALUES) as [Predicted, ...Predicted[]];

/** The unit of a predicted value. */
export const unitOf = (predicted: Predicted): PredictedUnit => PREDICTED_VALUES[predicted].unit;

const readIntent = ({ detail }: Prediction, within: number) =>
  detail.intent.find(({ days }) => days === within)?.value ?? null;
