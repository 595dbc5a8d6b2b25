import { probabilityAlive } from "~/ml/lifetime/bg-nbd";
import { describeCustomers, snapshotAt, type Snapshot } from "~/ml/customers/customer-features";
import { fitIntentModel, type IntentModel } from "~/ml/customers/intent-model";
import type { Purchases } from "~/ml/customers/purchases";
import type { Missing } from "../quality";
import { CHURN_DAYS, stack } from "./churn";
import { forecastWithParts } from "./intent";
import { fitLifetime, lifetimeCustomersAt } from "./lifetime";
import { firstDayOf, TRAINING_WINDOWS, trainingWindows } from "./windows";

/** The stacked features of customers at the start of a window of `CHURN_DAYS` days. */
export interface ChurnWindow {
  /** Customers × `STACKED`, row-major. */
  readonly columns: Float64Array;
  /** 1 if no order came in the window. */
  readonly labels: Float64Array;
  /** 1 − P(alive), and 1 − P(order in the window), by BG/NBD. */
  readonly left: Float64Array;
  readonly silent: Float64Array;
  /** Intent that was stacked. */
  readonly intent: IntentModel;
}

/** The intent horizon that is stacked, in days. */
export const STACKED_INTENT_DAYS = 90;

/**
 * The window of `CHURN_DAYS` days before `endDay`, with intent trained only on orders before `learnedDay`.
 *
 * @returns what is missing if intent cannot be trained, or no customer had ordered before the window
 */
export function churnWindowBefore(
  purchases: Purchases,
  { endDay, learnedDay }: { readonly endDay: number; readonly learnedDay: number },
): ChurnWindow | Missing {
  const days = STACKED_INTENT_DAYS;
  const wanted = { endDay: learnedDay, days, count: TRAINING_WINDOWS };
  const { windows, missing } = trainingWindows(purchases, wanted);
  if (missing) return missing.what === "days" ? missingDays(purchases, endDay) : missing;
  const startDay = endDay - CHURN_DAYS;
  const customers = lifetimeCustomersAt(purchases, startDay);
  if (customers.length === 0) return missingDays(purchases, endDay);
  const { buying } = fitLifetime(purchases, startDay);
  const window = snapshotAt(purchases, startDay, CHURN_DAYS);
  const described = describeCustomers(purchases, startDay, days, buying);
  const intent = fitIntentModel(windows);
  const logits = forecastWithParts(intent, described).map(({ base, parts }) =>
    parts.reduce((sum, part) => sum + part, base),
  );
  const columns = stack(customers, buying, logits);
  return {
    columns,
    intent,
    labels: window.labels.map((label) => 1 - label),
    left: Float64Array.from(customers, (it) => 1 - probabilityAlive(buying, it)),
    silent: window.chances.map((chance) => 1 - chance),
  };
}

/**
 * Windows of `CHURN_DAYS` days before `endDay`, the youngest first, whose labels are 1 for customers without an order, and
 * whose probabilities are BG/NBD's for that. They overlap.
 */
export function churnSnapshots(
  purchases: Purchases,
  endDay: number,
  count: number,
): { readonly windows: readonly Snapshot[]; readonly missing: Missing | null } {
  const { windows, missing } = trainingWindows(purchases, { endDay, days: CHURN_DAYS, count });
  const other = (chance: number) => 1 - chance;
  return {
    missing,
    windows: windows.map((window) => ({
      ...window,
      labels: window.labels.map(other),
      chances: window.chances.map(other),
    })),
  };
}

/** Days of history for intent before a window: its own horizon, and the preceding minimum history. */
const LEARNING_DAYS = 150;

/** What a window needs to be forecast by a stack that was learned on the window before it; null if it is there. */
export function missingForBackTest(purchases: Purchases, endDay: number): Missing | null {
  const { what, have, need } = missingDays(purchases, endDay);
  return have < need + CHURN_DAYS ? { what, have, need: need + CHURN_DAYS } : null;
}

function missingDays(purchases: Purchases, endDay: number): Missing {
  const known = endDay - firstDayOf(purchases);
  const have = Number.isFinite(known) ? Math.max(0, known) : 0;
  return { what: "days", have, need: CHURN_DAYS + LEARNING_DAYS };
}
