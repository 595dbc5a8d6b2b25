import type { Snapshot } from "~/ml/customers/customer-features";
import { fitIntentModel, forecastIntent, hasEngagement } from "~/ml/customers/intent-model";
import { INTENT_CONTENDERS } from "~/ml/customers/contender-settings";
import type { HorizonWindows } from "../models/intent";
import { chanceCompetition, chanceRivals } from "./chance-competition";
import type { Competition, Fold, FoldForecast } from "./competition";
import { missingForFold } from "./measure-fold";

/** The base model of intent. */
export const BASE = "logistic_regression";
const BASE_SETTINGS = 8;
const BASE_SETTINGS_WITH_ACTIVITY = 12;

export const INTENT_RIVALS = chanceRivals(INTENT_CONTENDERS, (chance) => chance);

/** Who compete for a horizon of purchase intent. */
export function intentCompetition({
  days,
  windows,
  missing,
}: HorizonWindows): Competition<Snapshot, Float64Array> {
  return chanceCompetition({
    prediction: "intent",
    days,
    windows,
    missing: () =>
      missing ?? missingForFold(windows, days, { events: "buyers", others: "non_buyers" }),
    base: { name: BASE, forecast: forecastByRegression },
    contenders: INTENT_RIVALS,
    names: INTENT_CONTENDERS,
  });
}

/** Forecasts by the logistic regression, without a season. */
function forecastByRegression({ held, earlier }: Fold): FoldForecast {
  const model = fitIntentModel(earlier);
  return {
    values: forecastIntent(model, held),
    features: model.features.length,
    parameters: { penalty: model.penalty },
    tried: earlier.some(hasEngagement) ? BASE_SETTINGS_WITH_ACTIVITY : BASE_SETTINGS,
  };
}
