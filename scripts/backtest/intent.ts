import {
  areaUnderCurve,
  brierScoreOf,
  calibrationErrorOf,
  logLossOf,
} from "~/ml/classification-metrics";
import {
  pickFeatures,
  snapshotAt,
  type FeatureName,
  type Snapshot,
} from "~/ml/customers/customer-features";
import { fitIntentModel, forecastIntent } from "~/ml/customers/intent-model";
import { fitLogistic, predictLogistic } from "~/ml/logistic-regression";
import { applyScales, fitScales } from "~/ml/standardise";
import { dayOption, numberOption, type Call, type Measured } from "./call";
import { InputError } from "./input-error";
import { intervalsOf } from "./logistic";
import { measureNextOrder } from "./next-order-date";
import { PURCHASE_FLAGS, readPurchases } from "./purchases";

/** Simple models that the full one has to beat, by the features they see. */
const BASELINES: Record<string, readonly FeatureName[]> = {
  recency: ["recency"],
  interest: ["interest"],
  rfm: ["recency", "frequency", "monetary"],
  logistic: [
    "recency",
    "frequency",
    "monetary",
    "tenure",
    "basketSize",
    "meanGap",
    "recencyOverGap",
    "gapVariation",
    "orders30",
    "orders90",
    "orders180",
    "chanceToBuy",
  ],
};
/** Examples of each outcome without which a fit says nothing. */
const FEWEST = 20;
/** Days that must be known before an earlier window: in fewer no customer has shown a habit. */
const MOST_BLIND_DAYS = 60;

/** Who buys in the days after the cut, learned from the window before it. */
export const intent: Call = {
  flags: { ...PURCHASE_FLAGS, cut: null, days: null },
  prepare(options) {
    const cut = dayOption(options, "cut");
    const days = numberOption(options, "days", { min: 1, whole: true });
    const purchases = readPurchases(options);
    return () => {
      const train = snapshotAt(purchases, cut - days, days);
      const test = snapshotAt(purchases, cut, days);
      requireEnough(train, options.file!);
      const firstDay = purchases.days.reduce((first, day) => Math.min(first, day), Infinity);
      const before = (daysEarlier: readonly number[]) =>
        daysEarlier
          .map((earlier) => cut - days - earlier)
          .filter((day) => day - firstDay >= Math.min(days, MOST_BLIND_DAYS))
          .map((day) => snapshotAt(purchases, day, days));

      const forecasts: Record<string, ArrayLike<number>> = {
        baseRate: test.labels.map(() => train.labels.reduce((a, b) => a + b) / train.labels.length),
        bgnbd: test.chances,
      };
      for (const [name, features] of Object.entries(BASELINES)) {
        forecasts[name] = forecastBy(features, train, test);
      }
      const sixths = Array.from({ length: 12 }, (_, n) => Math.ceil(((n + 1) * days) / 6));
      const windows = [train, ...before(sixths)];
      const full = fitIntentModel(windows);
      forecasts.blend = forecastIntent(full, test);

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
          baseRate: {
            train: train.labels.reduce((a, b) => a + b) / train.labels.length,
            test: test.labels.reduce((a, b) => a + b, 0) / test.labels.length,
          },
          nextOrder: measureNextOrder(windows.slice(0, 4), test, days),
        },
      };
    };
  },
};

function requireEnough({ labels }: Snapshot, file: string): void {
  const bought = labels.reduce((sum, label) => sum + label, 0);
  if (bought < FEWEST || labels.length - bought < FEWEST) {
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
  };
}
