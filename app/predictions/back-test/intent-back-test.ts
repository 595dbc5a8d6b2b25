import { pickFeatures, type FeatureName, type Snapshot } from "~/ml/customers/customer-features";
import { forecastIntent, type IntentModel } from "~/ml/customers/intent-model";
import { fitLogistic, predictLogistic } from "~/ml/regression/logistic-regression";
import { applyScales, fitScales } from "~/ml/regression/standardize";
import { contenderLogits, fitContender } from "~/ml/customers/contender-model";
import type { ContenderSetting } from "~/ml/customers/contender-settings";
import { BASE } from "../contenders/intent-contenders";
import { latestOf } from "../contenders/measure-fold";
import { fitSeasonalIntent } from "../models/intent-season";
import { MIN_EXAMPLES } from "../models/windows";
import { INTENT_BASELINES, sigmoid, type HorizonWindows } from "../models/intent";
import type { CandidateModel } from "../predictions-summary";
import { calibrationPointsOf, decilesOf, gainOf, metricsOf } from "./measure-forecasts";
import { logLossesOf, skillOf, type HorizonBackTest, type Missing, type Skill } from "../quality";

/** The result of intent for one horizon on the last window, trained on earlier ones. */
export interface MeasuredIntent extends HorizonBackTest {
  readonly skill: Skill | null;
  /** Whether BG/NBD alone did significantly better: then it is used. */
  readonly isBeatenByBgNbd: boolean;
  /** The contender of the selection, unless the base model did significantly better: then it is used. */
  readonly contender: ContenderSetting | null;
}

const BASE_RATE = "same_for_all";
const BG_NBD = "bg_nbd";

/**
 * Evaluates the model and its baselines on the last window of a horizon.
 * @param winner the contender that won the last selection, if any
 */
export function measureIntent(
  horizon: HorizonWindows,
  winner: ContenderSetting | null,
): MeasuredIntent {
  const { days, windows, missing, windowAt } = horizon;
  const [test] = windows;
  const earlier = windows.filter((it) => test && it.day + days <= test.day);
  const [train] = earlier;
  const lacking = missing ?? missingToTry(train, test, days);
  if (lacking || !test || !train) {
    const unmeasured = { measured: null, missing: lacking, skill: null };
    return { days, ...unmeasured, isBeatenByBgNbd: false, contender: null };
  }

  const { labels } = test;
  const rate = meanOf(train.labels);
  const base = fitSeasonalIntent({ windows: earlier, day: test.day, windowAt });
  const forecasts: [name: string, chances: Float64Array][] = [
    [BASE_RATE, labels.map(() => rate)],
    ...Object.entries(INTENT_BASELINES).map(([name, features]): [string, Float64Array] => [
      name,
      forecastBy(features, train, test),
    ]),
    [BG_NBD, test.chances],
    [BASE, forecastIntent(base, test)],
    ...(winner ? [forecastByWinner(winner, earlier, test, base)] : []),
  ];
  const chancesOf = (name: string) => forecasts.find(([it]) => it === name)?.[1] ?? test.chances;
  const lossesOf = (name: string) => logLossesOf(chancesOf(name), labels);
  const overBase = winner && skillOf(lossesOf(winner.name), lossesOf(BASE));
  const contender = overBase && overBase.skill >= -2 * overBase.error ? winner : null;
  const chosen = contender?.name ?? BASE;
  const overBgNbd = skillOf(lossesOf(chosen), lossesOf(BG_NBD));
  const isBeatenByBgNbd = overBgNbd !== null && overBgNbd.skill < -2 * overBgNbd.error;
  const used = isBeatenByBgNbd ? BG_NBD : chosen;
  const shown = { chances: chancesOf(used), labels };
  return {
    days,
    missing: null,
    isBeatenByBgNbd,
    contender,
    skill: skillOf(lossesOf(used), lossesOf(BASE_RATE)),
    measured: {
      calibration: calibrationPointsOf(shown),
      gain: gainOf(shown),
      deciles: decilesOf(shown),
      candidates: forecasts.map(([name, chances]): CandidateModel => ({
        name,
        isChosen: name === used,
        metrics: metricsOf({ chances, labels }),
      })),
      customers: labels.length,
      buyers: labels.reduce((sum, label) => sum + label, 0),
    },
  };
}

/** A contender has the season of the base model. */
function forecastByWinner(
  winner: ContenderSetting,
  earlier: readonly Snapshot[],
  test: Snapshot,
  { season }: IntentModel,
): [name: string, chances: Float64Array] {
  const fitted = fitContender(latestOf(earlier), winner);
  return [winner.name, contenderLogits(fitted, test).map((logit) => sigmoid(logit + season))];
}

/** Both windows need examples: one for training, one for evaluation. */
function missingToTry(
  train: Snapshot | undefined,
  test: Snapshot | undefined,
  days: number,
): Missing | null {
  if (!train || !test) return { what: "days", have: days, need: 2 * days };
  const buyers = train.labels.reduce((sum, label) => sum + label, 0);
  const others = train.labels.length - buyers;
  if (buyers < MIN_EXAMPLES) return { what: "buyers", have: buyers, need: MIN_EXAMPLES };
  return others < MIN_EXAMPLES ? { what: "non_buyers", have: others, need: MIN_EXAMPLES } : null;
}

function forecastBy(
  features: readonly FeatureName[],
  train: Snapshot,
  test: Snapshot,
): Float64Array {
  const seen = pickFeatures(train, features);
  const scales = fitScales(seen);
  const scaled = applyScales(scales, seen.features);
  const { theta } = fitLogistic({ ...seen, features: scaled, labels: train.labels }, 1e-3);
  const held = applyScales(scales, pickFeatures(test, features).features);
  return test.labels.map((_, row) => predictLogistic(theta, held, row));
}

const meanOf = (values: Float64Array) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
