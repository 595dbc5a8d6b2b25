import type { Snapshot } from "~/ml/customers/customer-features";
import { fitIntentModel, forecastIntent, hasEngagement } from "~/ml/customers/intent-model";
import { EXPLAINED, INTENT_CONTENDERS } from "~/ml/customers/contender-settings";
import type { HorizonWindows } from "../models/intent";
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

/** The base model of intent. */
export const BASE = "logistic_regression";
const BASE_SETTINGS = 8;
const BASE_SETTINGS_WITH_ACTIVITY = 12;

/** BG/NBD, survival, and models of customers' features. */
export const INTENT_RIVALS: readonly FoldModel[] = [
  BG_NBD,
  {
    name: "log_logistic",
    forecast: (fold) => ({ ...UNCHOSEN, values: chancesBySurvival(fold) ?? fold.held.chances }),
  },
  ...INTENT_CONTENDERS.map(featureModel),
];

/** Who compete for a horizon of purchase intent. */
export function intentCompetition({
  days,
  windows,
  missing,
}: HorizonWindows): Competition<Snapshot, Float64Array> {
  return {
    ...CHANCE_LOSS,
    prediction: "intent",
    days,
    windows,
    missing: () =>
      missing ?? missingForFold(windows, days, { events: "buyers", others: "non_buyers" }),
    base: { name: BASE, forecast: forecastByRegression },
    contenders: INTENT_RIVALS,
    explained: EXPLAINED,
    settingOf: (winner) => {
      const name = INTENT_CONTENDERS.find((it) => it === winner);
      return name ? chooseSetting(name, windows).setting : null;
    },
  };
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
