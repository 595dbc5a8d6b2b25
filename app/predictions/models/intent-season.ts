import type { Snapshot } from "~/ml/customers/customer-features";
import { fitIntentModel, scaleFeatures, type IntentModel } from "~/ml/customers/intent-model";
import { fitShift } from "~/ml/regression/calibration";
import { predictLogistic } from "~/ml/regression/logistic-regression";
import { fitSeasonShift } from "./season-shift";
import { TRAINING_WINDOWS, type WindowAt } from "./windows";

/** What the season of a window is learned from. */
interface SeasonHistory {
  /** Completed windows before the day, youngest first. */
  readonly windows: readonly Snapshot[];
  /** The first day to forecast. */
  readonly day: number;
  /** A window as long as the others from a day on. */
  readonly windowAt: WindowAt;
}

/** Intent trained on the latest windows, with the season of the window from `day` on. */
export function fitSeasonalIntent({ windows, day, windowAt }: SeasonHistory): IntentModel {
  const model = fitIntentModel(windows.slice(0, TRAINING_WINDOWS));
  const [latest] = windows;
  if (!latest) return model;
  const learnedFrom = latest.day - latest.horizonDays;
  const season = fitSeasonShift({ windows, day, learnedFrom, windowAt }, (window) =>
    shiftOf(model, window),
  );
  return { ...model, season };
}

/** What has to be added to the model's logits to expect as many buyers in the window as there were, with its variance. */
function shiftOf(model: IntentModel, window: Snapshot) {
  const scaled = scaleFeatures(model, window);
  const logits = window.labels.map((_, row) => {
    const chance = predictLogistic(model.theta, scaled, row);
    return Math.log(chance / (1 - chance));
  });
  return fitShift(logits, window.labels);
}
