import { pickFeatures, type FeatureName, type Snapshot } from "~/ml/customers/customer-features";
import { forecastIntent } from "~/ml/customers/intent-model";
import { fitLogistic, predictLogistic } from "~/ml/regression/logistic-regression";
import { applyScales, fitScales } from "~/ml/regression/standardize";
import { fitSeasonalIntent } from "../models/intent-season";
import { MIN_EXAMPLES } from "../models/windows";
import { INTENT_BASELINES, type HorizonWindows } from "../models/intent";
import type { CandidateModel } from "../predictions-summary";
import { calibrationPointsOf, decilesOf, gainOf, metricsOf } from "./measure-forecasts";
import { logLossesOf, skillOf, type HorizonBackTest, type Missing, type Skill } from "../quality";

/** The result of intent for one horizon on the last window, trained on earlier ones. */
export interface MeasuredIntent extends HorizonBackTest {
  readonly skill: Skill | null;
  /** Whether BG/NBD alone did significantly better: then it is used. */
  readonly isBeatenByBgNbd: boolean;
}

const CHOSEN = "logistic_regression";
const BASE_RATE = "same_for_all";
const BG_NBD = "bg_nbd";

/** Evaluates the model and its baselines on the last window of a horizon. */
export function measureIntent(horizon: HorizonWindows): MeasuredIntent {
  const { days, windows, missing, windowAt } = horizon;
  const [test] = windows;
  const earlier = windows.filter((it) => test && it.day + days <= test.day);
  const [train] = earlier;
  const lacking = missing ?? missingToTry(train, test, days);
  if (lacking || !test || !train) {
    return { days, measured: null, missing: lacking, skill: null, isBeatenByBgNbd: false };
  }

  const { labels } = test;
  const rate = meanOf(train.labels);
  const forecasts: [name: string, chances: Float64Array][] = [
    [BASE_RATE, labels.map(() => rate)],
    ...Object.entries(INTENT_BASELINES).map(([name, features]): [string, Float64Array] => [
      name,
      forecastBy(features, train, test),
    ]),
    [BG_NBD, test.chances],
    [
      CHOSEN,
      forecastIntent(fitSeasonalIntent({ windows: earlier, day: test.day, windowAt }), test),
    ],
  ];
  const chosen = forecasts.at(-1)?.[1] ?? test.chances;
  const lossesOf = (name: string) =>
    logLossesOf(forecasts.find(([it]) => it === name)?.[1] ?? chosen, labels);
  const overBgNbd = skillOf(lossesOf(CHOSEN), lossesOf(BG_NBD));
  const isBeatenByBgNbd = overBgNbd !== null && overBgNbd.skill < -2 * overBgNbd.error;
  const used = isBeatenByBgNbd ? BG_NBD : CHOSEN;
  const shown = { chances: isBeatenByBgNbd ? test.chances : chosen, labels };
  return {
    days,
    missing: null,
    isBeatenByBgNbd,
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
