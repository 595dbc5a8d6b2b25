import {
  areaUnderCurve,
  brierScoreOf,
  calibrationErrorByChance,
  calibrationErrorOf,
  logLossOf,
} from "~/ml/regression/classification-metrics";
import {
  BASIC_FEATURES,
  pickFeatures,
  snapshotAt,
  type FeatureName,
  type Snapshot,
} from "~/ml/customers/customer-features";
import { forecastIntent } from "~/ml/customers/intent-model";
import type { Purchases } from "~/ml/customers/purchases";
import { fitLogistic, predictLogistic } from "~/ml/regression/logistic-regression";
import { applyScales, fitScales } from "~/ml/regression/standardize";
import { fitSeasonalIntent } from "~/predictions/models/intent-season";
import {
  EVALUATION_WINDOWS,
  MIN_EXAMPLES,
  rememberWindows,
  windowsBefore,
} from "~/predictions/models/windows";
import { intentCompetition } from "~/predictions/contenders/intent-contenders";
import { choiceOption, dayOption, numberOption, type Call, type Measured } from "../call";
import { InputError } from "../readers/input-error";
import { forecastByContenders } from "./intent-contenders";
import { intervalsOf } from "./logistic";
import { measureSelection } from "./measure-selection";
import { measureNextOrder } from "./next-order-date";
import { PURCHASE_FLAGS, readPurchases } from "../readers/purchases";

/** Baselines for the full model, by their features. */
const BASELINES: Record<string, readonly FeatureName[]> = {
  recency: ["recency"],
  interest: ["interest"],
  rfm: ["recency", "frequency", "monetary"],
  logistic: BASIC_FEATURES,
};

/**
 * Who buys in the days after the cut, trained on earlier windows as in the product; with `--contenders yes` also by the
 * models that compete with it, and the product's selection among them before the cut.
 */
export const intent: Call = {
  flags: { ...PURCHASE_FLAGS, cut: null, days: null, contenders: "no" },
  prepare(options) {
    const cut = dayOption(options, "cut");
    const days = numberOption(options, "days", { min: 1, whole: true });
    const isCompared = choiceOption(options, "contenders", ["no", "yes"]) === "yes";
    const purchases = readPurchases(options);
    return () => {
      const windows = windowsBefore(purchases, { endDay: cut, days, count: EVALUATION_WINDOWS });
      const [train] = windows;
      requireEnough(train, options.file!);
      const { test, full, windowAt, chances: blend } = forecastIntentAt(purchases, windows, cut);

      const forecasts: Record<string, ArrayLike<number>> = {
        baseRate: test.labels.map(() => train.labels.reduce((a, b) => a + b) / train.labels.length),
        bgnbd: test.chances,
      };
      for (const [name, features] of Object.entries(BASELINES)) {
        forecasts[name] = forecastBy(features, train, test);
      }
      const contenders = isCompared ? forecastByContenders(windows, test) : [];
      for (const { name, chances } of contenders) forecasts[name] = chances;
      forecasts.blend = blend;

      const models: Record<string, Record<string, Measured>> = {};
      for (const [name, chances] of Object.entries(forecasts)) {
        models[name] = metricsOf(chances, test.labels);
      }
      const loss = (name: string) => models[name]!.logLoss as number;
      return {
        n: test.labels.length,
        models,
        best: Object.keys(models).reduce((a, b) => (loss(b) < loss(a) ? b : a)),
        more: {
          theta: intervalsOf(["intercept", ...full.features], full.theta, full.standardErrors),
          penalty: full.penalty,
          calibration: full.calibration.kind,
          season: full.season,
          baseRate: {
            train: train.labels.reduce((a, b) => a + b) / train.labels.length,
            test: test.labels.reduce((a, b) => a + b, 0) / test.labels.length,
          },
          nextOrder: measureNextOrder(purchases, cut, days),
          ...(isCompared && {
            contenders: Object.fromEntries(contenders.map(({ name, chosen }) => [name, chosen])),
            selection: measureSelection(
              intentCompetition({ days, windows, missing: null, windowAt }),
            ),
          }),
        },
      };
    };
  },
};

/** The product's forecast for the customers known at the cut, from the windows before it, youngest first. */
export function forecastIntentAt(purchases: Purchases, windows: readonly Snapshot[], cut: number) {
  const days = windows[0]?.horizonDays ?? 0;
  const windowAt = rememberWindows(purchases, days);
  const full = fitSeasonalIntent({ windows, day: cut, windowAt });
  const test = snapshotAt(purchases, cut, days);
  return { windowAt, full, test, chances: forecastIntent(full, test) };
}

function requireEnough(train: Snapshot | undefined, file: string): asserts train {
  if (!train)
    throw new InputError(`${file}: too few days are known before --cut: not enough data.`);
  const { labels } = train;
  const bought = labels.reduce((sum, label) => sum + label, 0);
  if (bought < MIN_EXAMPLES || labels.length - bought < MIN_EXAMPLES) {
    throw new InputError(
      `${file}: in the window before --cut ${bought} of ${labels.length} customers bought: not enough data.`,
    );
  }
}

function forecastBy(features: readonly FeatureName[], train: Snapshot, test: Snapshot) {
  const seen = pickFeatures(train, features);
  const scales = fitScales(seen);
  const { labels } = train;
  const { theta } = fitLogistic(
    { ...seen, features: applyScales(scales, seen.features), labels },
    1e-3,
  );
  const scaled = applyScales(scales, pickFeatures(test, features).features);
  return test.labels.map((_, row) => predictLogistic(theta, scaled, row));
}

function metricsOf(chances: ArrayLike<number>, labels: Float64Array): Record<string, number> {
  return {
    auc: areaUnderCurve({ chances, labels }),
    logLoss: logLossOf({ chances, labels }),
    brier: brierScoreOf({ chances, labels }),
    ece: calibrationErrorOf({ chances, labels }),
    eceByChance: calibrationErrorByChance({ chances, labels }),
  };
}
