import type { Snapshot } from "~/ml/customers/customer-features";
import type { Purchases } from "~/ml/customers/purchases";
import { CONTENDERS, EXPLAINED } from "~/ml/customers/contender-settings";
import { CHURN_DAYS, churnChances, fitChurn } from "../models/churn";
import { churnSnapshots, churnWindowBefore, missingForBackTest } from "../models/churn-window";
import { EVALUATION_WINDOWS } from "../models/windows";
import {
  UNCHOSEN,
  type Competition,
  type Fold,
  type FoldForecast,
  type FoldModel,
} from "./competition";
import {
  BG_NBD,
  CHANCE_LOSS,
  chooseSetting,
  featureModel,
  chancesBySurvival,
  missingForFold,
} from "./measure-fold";

/** The base model of churn. */
export const CHURN_BASE = "inactive_and_intent";

/** BG/NBD, survival, and models of customers' features, of the probability that no order comes. */
const CHURN_RIVALS: readonly FoldModel[] = [
  BG_NBD,
  {
    name: "log_logistic",
    forecast: (fold) => ({
      ...UNCHOSEN,
      values: chancesBySurvival(fold)?.map((chance) => 1 - chance) ?? fold.held.chances,
    }),
  },
  ...CONTENDERS.map(featureModel),
];

/** Who compete for the probability that a customer orders nothing for `CHURN_DAYS` days. */
export function churnCompetition(
  purchases: Purchases,
  endDay: number,
): Competition<Snapshot, Float64Array> {
  const { windows, missing } = churnSnapshots(purchases, endDay, EVALUATION_WINDOWS);
  return {
    ...CHANCE_LOSS,
    prediction: "churn",
    days: CHURN_DAYS,
    windows,
    missing: () =>
      missing ??
      missingForBackTest(purchases, endDay) ??
      missingForFold(windows, CHURN_DAYS, { events: "non_buyers", others: "buyers" }),
    base: { name: CHURN_BASE, forecast: (fold) => forecastByStack(purchases, fold) },
    contenders: CHURN_RIVALS,
    explained: EXPLAINED,
    settingOf: (winner) => {
      const name = CONTENDERS.find((it) => it === winner);
      return name ? chooseSetting(name, windows).setting : null;
    },
  };
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
