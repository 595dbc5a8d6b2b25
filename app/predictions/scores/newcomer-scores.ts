import { expectedPurchases } from "~/ml/lifetime/bg-nbd";
import { expectedValue } from "~/ml/lifetime/gamma-gamma";
import { explain } from "../explain";
import { NO_CUSTOMER_GROUP } from "../group-prototypes";
import { forecastFirstOrder, type FirstOrderForecast } from "../models/first-order";
import { logitOf } from "../models/intent";
import type { PredictionDetail, Score } from "../prediction";
import type { ScoringModels } from "./known-customers";

/** Average number of weeks left after a first order within 12 months. */
const WEEKS_AFTER = 26;
const FIRST_TIME = { repeats: 0, lastAt: 0, watched: 0, transactions: 0, meanValue: 0 };
const MONTHS = 12;

/** All scores based on purchases. */
export type Scores = Omit<PredictionDetail, "bestHour" | "tolerance">;

/**
 * Scores a profile without orders by others without orders, known equally long.
 *
 * @param knownDays days since the profile was first seen
 */
export function scoreNewcomer(
  knownDays: number,
  { intent, lifetime }: Pick<ScoringModels, "intent" | "lifetime">,
): Scores {
  const forecasts = forecastFirstOrder(intent.model.firstOrder, knownDays);
  const monthly = forecasts.find(({ days }) => days === 30) ?? forecasts.at(-1);
  const { buying, spending } = lifetime.model;
  const each = expectedValue(spending, FIRST_TIME);
  const ordersIfAny = 1 + expectedPurchases(buying, FIRST_TIME, WEEKS_AFTER);
  const worth = (monthlyRate: number) => (1 - (1 - monthlyRate) ** MONTHS) * ordersIfAny * each;
  const value: Score = {
    value: worth(monthly?.chance ?? 0),
    low: worth(monthly?.low ?? 0),
    high: worth(monthly?.high ?? 0),
    grade: "D",
    explanation: explain(worth(monthly?.usual ?? 0), [
      {
        feature: "knownFor",
        value: knownDays,
        part: worth(monthly?.chance ?? 0) - worth(monthly?.usual ?? 0),
      },
    ]),
  };
  return {
    intent: forecasts.map((it) => scoreOf(it, knownDays)),
    churn: null,
    value,
    expectedOrders: each > 0 ? value.value / each : 0,
    nextOrder: null,
    group: { key: NO_CUSTOMER_GROUP.key, grade: "D", explanation: explain(0, []) },
    // Learned from customers with orders only.
    uplift: null,
  };
}

function scoreOf(
  { days, chance, low, high, usual }: FirstOrderForecast,
  knownDays: number,
): PredictionDetail["intent"][number] {
  const base = logitOf(usual);
  const part = logitOf(chance) - base;
  return {
    days,
    value: chance,
    low,
    high,
    grade: "D",
    explanation: explain(base, [{ feature: "knownFor", value: knownDays, part }]),
  };
}
