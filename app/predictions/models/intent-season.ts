import type { Snapshot } from "~/ml/customers/customer-features";
import { fitIntentModel, scaleFeatures, type IntentModel } from "~/ml/customers/intent-model";
import { fitShift } from "~/ml/regression/calibration";
import { predictLogistic } from "~/ml/regression/logistic-regression";
import { TRAINING_WINDOWS, type WindowAt } from "./windows";

/** Whole weeks, so that windows a year apart have the same weekdays. */
const YEAR_DAYS = 364;
/** The agreement of years that is assumed without evidence, with the weight of a sum of squared differences. */
const USUAL_AGREEMENT = 0.5;
const USUAL_WEIGHT = 0.1;

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
export function fitSeasonalIntent(history: SeasonHistory): IntentModel {
  const model = fitIntentModel(history.windows.slice(0, TRAINING_WINDOWS));
  return { ...model, season: fitSeasonShift(model, history) };
}

/**
 * The shift of intent's logit by the season of the window from `day` on: how much likelier the same customers bought in that window
 * a year before than in the training windows a year before. It is multiplied by the agreement of the years: the slope of
 * this year's shifts on those of the year before, shrunk toward one half.
 *
 * @returns 0 without a window a year before
 */
function fitSeasonShift(model: IntentModel, history: SeasonHistory): number {
  const { windows, day, windowAt } = history;
  const before = windowAt(day - YEAR_DAYS);
  const [latest] = windows;
  if (!before || !latest) return 0;
  const pairs = windows.flatMap((window) => {
    const earlier = windowAt(window.day - YEAR_DAYS);
    if (!earlier) return [];
    const isLearned = window.day >= latest.day - latest.horizonDays;
    const then = shiftOf(model, earlier);
    return [
      { isLearned, now: shiftOf(model, window).shift, then: then.shift, variance: then.variance },
    ];
  });
  const learned = pairs.filter(({ isLearned }) => isLearned);
  if (learned.length === 0) return 0;
  const usual = { now: meanOf(pairs, "now"), then: meanOf(pairs, "then") };
  let products = USUAL_AGREEMENT * USUAL_WEIGHT;
  let squares = USUAL_WEIGHT;
  for (const { now, then } of pairs) {
    products += (now - usual.now) * (then - usual.then);
    squares += (then - usual.then) ** 2;
  }
  const agreement = Math.min(1, Math.max(0, products / squares));
  const there = shiftOf(model, before);
  const contrast = there.shift - meanOf(learned, "then");
  const variance = there.variance + meanOf(learned, "variance");
  // James and Stein's factor: what the few customers of a year before may show by chance is no season.
  return agreement * contrast * Math.max(0, 1 - variance / Math.max(variance, contrast ** 2));
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

function meanOf<Key extends string>(rows: readonly Readonly<Record<Key, number>>[], key: Key) {
  return rows.reduce((sum, row) => sum + row[key], 0) / rows.length;
}
