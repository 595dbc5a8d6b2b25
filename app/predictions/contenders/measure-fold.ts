import type { Snapshot } from "~/ml/customers/customer-features";
import { fitIntentModel, forecastIntent, hasEngagement } from "~/ml/customers/intent-model";
import { chancesToOrder, fitNextOrderModel } from "~/ml/customers/next-order-model";
import { contenderLogits, fitContender, lossOfSetting } from "~/ml/customers/contender-model";
import {
  CONTENDERS,
  featuresOf,
  settingsOf,
  type ContenderName,
  type ContenderSetting,
} from "~/ml/customers/contender-settings";
import { sigmoid } from "../models/intent";

/** The forecasts of one model for a held-out window. */
export interface FoldForecast {
  readonly name: string;
  readonly chances: Float64Array;
  /** Number of features it chose; null without a choice. */
  readonly features: number | null;
  readonly parameters: Readonly<Record<string, number>>;
  readonly tried: number;
}

export const BASE = "logistic_regression";
const BASE_SETTINGS = 8;
const BASE_SETTINGS_WITH_ACTIVITY = 12;

/** A held-out window, and the windows that ended before it, youngest first. */
export interface Fold {
  readonly held: Snapshot;
  readonly earlier: readonly Snapshot[];
}

/** One model of a fold, to be fitted. */
export interface FoldModel {
  readonly name: string;
  readonly forecast: (fold: Fold) => FoldForecast;
}

/**
 * The base model, BG/NBD, survival, and the contenders. Each chooses its features and parameters, fits and calibrates on
 * the earlier windows alone.
 */
export const FOLD_MODELS: readonly FoldModel[] = [
  { name: BASE, forecast: forecastByBase },
  {
    name: "bg_nbd",
    forecast: ({ held }) => ({ ...UNCHOSEN, name: "bg_nbd", chances: held.chances }),
  },
  { name: "log_logistic", forecast: forecastBySurvival },
  ...CONTENDERS.map((name) => ({ name, forecast: (fold: Fold) => forecastBy(name, fold) })),
];

const UNCHOSEN = { features: null, parameters: {}, tried: 1 } as const;

/** Forecasts by the logistic regression, without a season. */
export function forecastByBase({ held, earlier }: Fold): FoldForecast {
  const model = fitIntentModel(earlier);
  return {
    name: BASE,
    chances: forecastIntent(model, held),
    features: model.features.length,
    parameters: { penalty: model.penalty },
    tried: earlier.some(hasEngagement) ? BASE_SETTINGS_WITH_ACTIVITY : BASE_SETTINGS,
  };
}

function forecastBySurvival({ held, earlier }: Fold): FoldForecast {
  const model = fitNextOrderModel(latestOf(earlier));
  const chances = model ? chancesToOrder(model, held, held.horizonDays) : held.chances;
  return { ...UNCHOSEN, name: "log_logistic", chances };
}

function forecastBy(name: ContenderName, { held, earlier }: Fold): FoldForecast {
  const { setting, tried } = chooseSetting(name, earlier);
  const fitted = fitContender(latestOf(earlier), setting);
  const { name: _name, featureSet, ...parameters } = setting;
  return {
    name,
    chances: contenderLogits(fitted, held).map(sigmoid),
    features: featuresOf(featureSet).length,
    parameters,
    tried,
  };
}

/**
 * The setting with the least log loss on the latest window when fitted to the latest one that ended before it. The usual
 * setting if there is none.
 *
 * @param windows latest first, at least one
 */
export function chooseSetting(
  name: ContenderName,
  windows: readonly Snapshot[],
): { readonly setting: ContenderSetting; readonly tried: number } {
  const settings = settingsOf(name, windows.some(hasEngagement));
  const [usual] = settings;
  const [held] = windows;
  const fitted = windows.find((it) => held && it.day + it.horizonDays <= held.day);
  if (!held || !fitted) return { setting: usual, tried: 1 };
  const losses = settings.map((setting) => lossOfSetting(fitted, held, setting));
  const setting = settings[losses.indexOf(Math.min(...losses))] ?? usual;
  return { setting, tried: settings.length };
}

/** The windows that the base model learns from: those that began within one horizon of the latest. */
export function latestOf(windows: readonly Snapshot[]): readonly Snapshot[] {
  const [latest] = windows;
  return windows.filter((it) => latest && it.day >= latest.day - latest.horizonDays);
}
