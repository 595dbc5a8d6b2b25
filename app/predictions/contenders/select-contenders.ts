import type { Snapshot } from "~/ml/customers/customer-features";
import {
  areaUnderCurve,
  calibrationErrorOf,
  logLossOf,
  type Forecasts,
} from "~/ml/regression/classification-metrics";
import { fitShift } from "~/ml/regression/calibration";
import { CONTENDERS, EXPLAINED } from "~/ml/customers/contender-settings";
import { logitOf, sigmoid, type HorizonWindows } from "../models/intent";
import { MIN_EXAMPLES } from "../models/windows";
import { logLossesOf, type Missing } from "../quality";
import {
  BASE,
  chooseSetting,
  FOLD_MODELS,
  forecastByBase,
  type Fold,
  type FoldForecast,
} from "./measure-fold";
import type { ContenderVerdict, HorizonSelection, MeasuredContender } from "../selection";

/** What a contender has to save of the log loss to be worth replacing a model that every merchant can read. */
const MIN_GAIN = 0.002;
/** In standard errors. */
const MIN_CERTAINTY = 2;
/** What happened in one window may happen in no other. */
const MIN_FOLDS = 2;

/**
 * Compares the contenders on a horizon by time-series cross-validation: each held-out window is forecast by models that
 * were fitted to the windows that ended before it, with settings chosen on those too. The held-out windows do not
 * overlap.
 *
 * - R. Hyndman, G. Athanasopoulos. Forecasting: principles and practice, 5.10. 2021. https://otexts.com/fpp3/tscv.html
 *
 * Gains are those of the log loss after a shift of each model's logits to the level of the held-out window. The level of
 * a window is one random number, by which a model may gain a lot by chance, and the season is forecast apart
 * (models/intent-season.ts).
 *
 * The base model stays in use unless a contender's gain is at least .002 and two standard errors of the difference
 * between customers, in at least two windows, positive in each, and its scores have exact reasons.
 */
export function selectContenders(horizon: HorizonWindows): HorizonSelection {
  const { days, windows } = horizon;
  const folds = foldsOf(windows);
  if (folds.length === 0) {
    const missing = horizon.missing ?? missingOf(windows, days);
    return { days, missing, folds: [], contenders: [], winner: null };
  }
  const tested = folds.map((fold) => ({ fold, base: forecastByBase(fold) }));
  const measured = FOLD_MODELS.map(({ name, forecast }) =>
    measure(
      name,
      tested.map((it) => ({ ...it, own: name === BASE ? it.base : forecast(it.fold) })),
    ),
  );
  const best = measured
    .filter(({ name, verdict }) => verdict === "better" && EXPLAINED.has(name))
    .toSorted((a, b) => b.gain - a.gain)
    .at(0)?.name;
  const winner = CONTENDERS.find((name) => name === best);
  return {
    days,
    missing: null,
    folds: folds.map(({ held }) => ({
      fromDay: held.day,
      customers: held.labels.length,
      buyers: buyersIn(held),
    })),
    contenders: measured.map((it) => ({ ...it, verdict: finalVerdictOf(it, best) })),
    winner: winner ? chooseSetting(winner, windows).setting : null,
  };
}

/** The held-out windows that do not overlap, and whose earlier windows can be learned from; youngest first. */
function foldsOf(windows: readonly Snapshot[]): Fold[] {
  const folds: Fold[] = [];
  let next = Infinity;
  for (const held of windows) {
    const ends = held.day + held.horizonDays;
    const earlier = windows.filter((it) => it.day + it.horizonDays <= held.day);
    if (ends > next || !hasExamples(earlier[0]) || !hasExamples(held)) continue;
    folds.push({ held, earlier });
    next = held.day;
  }
  return folds;
}

function hasExamples(window: Snapshot | undefined): boolean {
  if (!window) return false;
  const buyers = buyersIn(window);
  return buyers >= MIN_EXAMPLES && window.labels.length - buyers >= MIN_EXAMPLES;
}

const buyersIn = ({ labels }: Snapshot) => labels.reduce((sum, label) => sum + label, 0);

/** What is missing for a fold: an earlier window, or examples in some window. */
function missingOf(windows: readonly Snapshot[], days: number): Missing {
  const [latest] = windows;
  const hasEarlier = windows.some((it) => latest && it.day + days <= latest.day);
  if (!hasEarlier) return { what: "days", have: days, need: 2 * days };
  const buyers = Math.min(...windows.map(buyersIn));
  if (buyers < MIN_EXAMPLES) return { what: "buyers", have: buyers, need: MIN_EXAMPLES };
  const others = Math.min(...windows.map((it) => it.labels.length - buyersIn(it)));
  return { what: "non_buyers", have: others, need: MIN_EXAMPLES };
}

/** A held-out window with the forecasts of the base model and of another. */
interface TestedFold {
  readonly fold: Fold;
  readonly base: FoldForecast;
  readonly own: FoldForecast;
}

function measure(name: string, tested: readonly TestedFold[]): MeasuredContender {
  const outcomes = tested.map(({ fold: { held }, own }) => ({
    chances: own.chances,
    labels: held.labels,
  }));
  const count = outcomes.reduce((sum, { labels }) => sum + labels.length, 0);
  const mean = (metric: (outcome: Forecasts) => number) =>
    outcomes.reduce((sum, it) => sum + (metric(it) * it.labels.length) / count, 0);
  const byFold = tested.map(gainsByCustomer);
  const byCustomer = new Map<number, number>();
  for (const [customer, gain] of byFold.flatMap((gains) => [...gains])) {
    byCustomer.set(customer, (byCustomer.get(customer) ?? 0) + gain);
  }
  const { gain, error } = meanGainOf([...byCustomer.values()], count);
  const isSteady = byFold.every((gains) => sumOf(gains.values()) > 0);
  const youngest = tested[0]?.own;
  return {
    name,
    auc: mean(areaUnderCurve),
    logLoss: mean(logLossOf),
    ece: mean((outcome) => calibrationErrorOf(outcome)),
    gain,
    error,
    features: youngest?.features ?? null,
    parameters: youngest?.parameters ?? {},
    tried: youngest?.tried ?? 1,
    verdict: verdictOf(name, { gain, error, isSteady, folds: tested.length }),
  };
}

/** How much less log loss than the base model each customer of a held-out window has, both at its level. */
function gainsByCustomer({ fold: { held }, base, own }: TestedFold): Map<number, number> {
  const lossesOf = ({ chances }: FoldForecast) =>
    logLossesOf(atLevelOf(held.labels, chances), held.labels);
  const losses = lossesOf(own);
  const baseLosses = lossesOf(base);
  return new Map(
    Array.from(held.customers, (customer, row) => [
      customer,
      (baseLosses[row] ?? 0) - (losses[row] ?? 0),
    ]),
  );
}

const sumOf = (values: Iterable<number>) => [...values].reduce((sum, value) => sum + value, 0);

/** The mean per forecast of gains by customer, whose forecasts depend on each other, with its standard error. */
function meanGainOf(gains: readonly number[], forecasts: number) {
  const sum = sumOf(gains);
  const mean = sum / gains.length;
  const squares = gains.reduce((total, gain) => total + (gain - mean) ** 2, 0);
  return { gain: sum / forecasts, error: Math.sqrt(squares) / forecasts };
}

interface Gain {
  readonly gain: number;
  readonly error: number;
  /** Whether it is positive on every fold. */
  readonly isSteady: boolean;
  readonly folds: number;
}

function verdictOf(name: string, { gain, error, isSteady, folds }: Gain): ContenderVerdict {
  if (name === BASE) return "base";
  const isBetter = gain >= MIN_GAIN && gain > MIN_CERTAINTY * error && isSteady;
  if (isBetter) return folds < MIN_FOLDS ? "unconfirmed" : "better";
  return gain < -MIN_CERTAINTY * error ? "worse" : "not_better";
}

/** Forecasts shifted to the number of buyers that there were. */
function atLevelOf(labels: Float64Array, chances: Float64Array): Float64Array {
  const logits = chances.map((chance) => logitOf(chance));
  const { shift } = fitShift(logits, labels);
  return logits.map((logit) => sigmoid(logit + shift));
}

function finalVerdictOf({ name, verdict }: MeasuredContender, best: string | undefined) {
  if (verdict !== "better") return verdict;
  if (name === best) return "won";
  return EXPLAINED.has(name) ? "better" : "unexplained";
}
