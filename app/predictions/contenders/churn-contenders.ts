import type { Snapshot } from "~/ml/customers/customer-features";
import type { Purchases } from "~/ml/customers/purchases";
import { CONTENDERS } from "~/ml/customers/contender-settings";
import { CHURN_DAYS, churnChances, fitChurn } from "../models/churn";
import { churnSnapshots, churnWindowBefore, missingForBackTest } from "../models/churn-window";
import { EVALUATION_WINDOWS } from "../models/windows";
import { chanceCompetition, chanceRivals } from "./chance-competition";
import { UNCHOSEN, type Competition, type Fold, type FoldForecast } from "./competition";
import { missingForFold } from "./measure-fold";

/** The base model of churn. */
export const CHURN_BASE = "inactive_and_intent";

/** Churn is the probability that no order comes. */
const CHURN_RIVALS = chanceRivals(CONTENDERS, (chance) => 1 - chance);

/** Who compete for the probability that a customer orders nothing for `CHURN_DAYS` days. */
export function churnCompetition(
  purchases: Purchases,
  endDay: number,
): Competition<Snapshot, Float64Array> {
  const { windows, missing } = churnSnapshots(purchases, endDay, EVALUATION_WINDOWS);
  return chanceCompetition({
    prediction: "churn",
    days: CHURN_DAYS,
    windows,
    missing: () =>
      missing ??
      missingForBackTest(purchases, endDay) ??
      missingForFold(windows, CHURN_DAYS, { events: "non_buyers", others: "buyers" }),
    base: { name: CHURN_BASE, forecast: (fold) => forecastByStack(purchases, fold) },
    contenders: CHURN_RIVALS,
    names: CONTENDERS,
  });
}

/** The stack is learned from the window before the held-out one, with intent learned before that. */
function forecastByStack(purchases: Purchases, { held }: Fold): FoldForecast | null {
  const learned = churnWindowBefore(purchases, {
    endDay: held.day,
    learnedDay: held.day - CHURN_DAYS,
  });
  const asked = churnWindowBefore(purchases, {
    endDay: held.day + CHURN_DAYS,
    learnedDay: held.day,
  });
  if ("what" in learned || "what" in asked) return null;
  return {
    ...UNCHOSEN,
    values: churnChances(fitChurn(learned.columns, learned.labels), asked.columns),
  };
}
