import type { Snapshot } from "~/ml/customers/customer-features";
import { hasEngagement } from "~/ml/customers/intent-model";
import { chancesToOrder, fitNextOrderModel } from "~/ml/customers/next-order-model";
import { contenderLogits, fitContender, lossOfSetting } from "~/ml/customers/contender-model";
import {
  featuresOf,
  settingsOf,
  type ContenderName,
  type ContenderSetting,
} from "~/ml/customers/contender-settings";
import {
  areaUnderCurve,
  calibrationErrorOf,
  logLossOf,
} from "~/ml/regression/classification-metrics";
import { fitShift } from "~/ml/regression/calibration";
import { logitOf, sigmoid } from "../models/intent";
import { MIN_EXAMPLES } from "../models/windows";
import { logLossesOf, type Missing } from "../quality";
import { UNCHOSEN, type Competition, type Fold, type FoldModel } from "./competition";

/** The labels of a window are 1 where what is predicted happened. */
type ChanceCompetition = Competition<Snapshot, Float64Array>;

/** The log loss of probabilities, and what is shown of them. */
export const CHANCE_LOSS: Pick<ChanceCompetition, "hasExamples" | "lossesOf" | "metricsOf"> = {
  hasExamples: ({ labels }) => {
    const events = countEvents(labels);
    return events >= MIN_EXAMPLES && labels.length - events >= MIN_EXAMPLES;
  },
  lossesOf: ({ labels }, chances) => logLossesOf(atLevelOf(labels, chances), labels),
  metricsOf: ({ labels }, chances) => ({
    logLoss: logLossOf({ chances, labels }),
    auc: areaUnderCurve({ chances, labels }),
    ece: calibrationErrorOf({ chances, labels }),
  }),
};

const countEvents = (labels: Float64Array) => labels.reduce((sum, label) => sum + label, 0);

/** Forecasts shifted to the number of events that there were. */
function atLevelOf(labels: Float64Array, chances: Float64Array): Float64Array {
  const logits = chances.map((chance) => logitOf(chance));
  const { shift } = fitShift(logits, labels);
  return logits.map((logit) => sigmoid(logit + shift));
}

/** What is missing for a fold: an earlier window, or examples in some window. */
export function missingForFold(
  windows: readonly Snapshot[],
  days: number,
  examples: { readonly events: Missing["what"]; readonly others: Missing["what"] },
): Missing {
  const [latest] = windows;
  const hasEarlier = windows.some((it) => latest && it.day + days <= latest.day);
  if (!hasEarlier) return { what: "days", have: days, need: 2 * days };
  const events = Math.min(...windows.map(({ labels }) => countEvents(labels)));
  const need = MIN_EXAMPLES;
  if (events < need) return { what: examples.events, have: events, need };
  const others = Math.min(...windows.map(({ labels }) => labels.length - countEvents(labels)));
  return { what: examples.others, have: others, need };
}

/** BG/NBD's own probability. */
export const BG_NBD: FoldModel = {
  name: "bg_nbd",
  forecast: ({ held }) => ({ ...UNCHOSEN, values: held.chances }),
};

/** The probability of an order by the survival model of the next one; null if too few customers ordered. */
export function chancesBySurvival({ held, earlier }: Fold): Float64Array | null {
  const model = fitNextOrderModel(latestOf(earlier));
  return model && chancesToOrder(model, held, held.horizonDays);
}

/** A model of customers' features, which chooses its features and parameters on the earlier windows. */
export const featureModel = (name: ContenderName): FoldModel => ({
  name,
  forecast({ held, earlier }) {
    const { setting, tried } = chooseSetting(name, earlier);
    const fitted = fitContender(latestOf(earlier), setting);
    const { name: _name, featureSet, ...parameters } = setting;
    const values = contenderLogits(fitted, held).map(sigmoid);
    return { values, features: featuresOf(featureSet).length, parameters, tried };
  },
});

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
export function latestOf<Window extends Snapshot>(windows: readonly Window[]): readonly Window[] {
  const [latest] = windows;
  return windows.filter((it) => latest && it.day >= latest.day - latest.horizonDays);
}
