import type { ContenderVerdict, MeasuredContender, ModelSelection } from "../selection";
import type { Competition, Fold, FoldForecast, OutcomeWindow } from "./competition";

/** What a contender has to save of the loss to be worth replacing a model that every merchant can read. */
const MIN_GAIN = 0.002;
/** In standard errors. */
const MIN_CERTAINTY = 2;
/** What happened in one window may happen in no other. */
const MIN_FOLDS = 2;

/**
 * Compares contenders by time-series cross-validation: each held-out window is forecast by models that were fitted to the
 * windows that ended before it, with settings chosen on those too. The held-out windows do not overlap.
 *
 * - R. Hyndman, G. Athanasopoulos. Forecasting: principles and practice, 5.10. 2021. https://otexts.com/fpp3/tscv.html
 *
 * Gains are those of the loss after each model's forecasts are moved to the level of the held-out window. The level of a
 * window is one random number, by which a model may gain a lot by chance, and the season is forecast apart
 * (models/intent-season.ts).
 *
 * The base model stays in use unless a contender's gain is at least .002 and two standard errors of the difference
 * between customers, in at least two windows, positive in each, and its scores have exact reasons.
 */
export function selectContenders<Window extends OutcomeWindow, Values>(
  competition: Competition<Window, Values>,
): ModelSelection {
  const { prediction, days, base, contenders, explained, settingOf } = competition;
  const tested = foldsOf(competition).flatMap((fold) => {
    const forecast = base.forecast(fold);
    return forecast ? [{ fold, base: forecast }] : [];
  });
  if (tested.length === 0) {
    const missing = competition.missing();
    return { prediction, days, missing, folds: [], contenders: [], winner: null };
  }
  const measured = [
    measure(competition, base.name, tested, ({ base: own }) => own),
    ...contenders.map(({ name, forecast }) =>
      measure(competition, name, tested, ({ fold }) => forecast(fold)),
    ),
  ];
  const best = measured
    .filter(({ name, verdict }) => verdict === "better" && explained.has(name))
    .toSorted((a, b) => b.gain - a.gain)
    .at(0)?.name;
  return {
    prediction,
    days,
    missing: null,
    folds: tested.map(({ fold: { held } }) => ({
      fromDay: held.day,
      customers: held.customers.length,
    })),
    contenders: measured.map((it) => ({ ...it, verdict: finalVerdictOf(it, best, explained) })),
    winner: best === undefined ? null : settingOf(best),
  };
}

/** The held-out windows that do not overlap, and whose earlier windows can be learned from; youngest first. */
function foldsOf<Window extends OutcomeWindow, Values>({
  windows,
  hasExamples,
}: Competition<Window, Values>): Fold<Window>[] {
  const folds: Fold<Window>[] = [];
  let next = Infinity;
  for (const held of windows) {
    const ends = held.day + held.horizonDays;
    const earlier = windows.filter((it) => it.day + it.horizonDays <= held.day);
    const [latest] = earlier;
    if (ends > next || !latest || !hasExamples(latest) || !hasExamples(held)) continue;
    folds.push({ held, earlier });
    next = held.day;
  }
  return folds;
}

/** A held-out window with the forecasts of the base model. */
interface TestedFold<Window, Values> {
  readonly fold: Fold<Window>;
  readonly base: FoldForecast<Values>;
}

function measure<Window extends OutcomeWindow, Values>(
  { base, lossesOf, metricsOf }: Competition<Window, Values>,
  name: string,
  tested: readonly TestedFold<Window, Values>[],
  forecastOf: (tested: TestedFold<Window, Values>) => FoldForecast<Values>,
): MeasuredContender {
  const outcomes = tested.map((it) => ({ ...it, own: forecastOf(it) }));
  const count = outcomes.reduce((sum, { fold }) => sum + fold.held.customers.length, 0);
  const metrics: Record<string, number> = {};
  const byCustomer = new Map<number, number>();
  let isSteady = true;
  for (const {
    fold: { held },
    base: ofBase,
    own,
  } of outcomes) {
    const share = held.customers.length / count;
    for (const [metric, value] of Object.entries(metricsOf(held, own.values))) {
      metrics[metric] = (metrics[metric] ?? 0) + value * share;
    }
    const losses = lossesOf(held, own.values);
    const gains = lossesOf(held, ofBase.values).map((loss, row) => loss - (losses[row] ?? 0));
    held.customers.forEach((customer, row) =>
      byCustomer.set(customer, (byCustomer.get(customer) ?? 0) + (gains[row] ?? 0)),
    );
    isSteady &&= gains.reduce((sum, gain) => sum + gain, 0) > 0;
  }
  const { gain, error } = meanGainOf([...byCustomer.values()], count);
  const { features = null, parameters = {}, tried = 1 } = outcomes[0]?.own ?? {};
  const verdict =
    name === base.name ? "base" : verdictOf({ gain, error, isSteady, folds: tested.length });
  return { name, metrics, gain, error, features, parameters, tried, verdict };
}

/** The mean per forecast of gains by customer, whose forecasts depend on each other, with its standard error. */
function meanGainOf(gains: readonly number[], forecasts: number) {
  const sum = gains.reduce((total, gain) => total + gain, 0);
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

function verdictOf({ gain, error, isSteady, folds }: Gain): ContenderVerdict {
  const isBetter = gain >= MIN_GAIN && gain > MIN_CERTAINTY * error && isSteady;
  if (isBetter) return folds < MIN_FOLDS ? "unconfirmed" : "better";
  return gain < -MIN_CERTAINTY * error ? "worse" : "not_better";
}

function finalVerdictOf(
  { name, verdict }: MeasuredContender,
  best: string | undefined,
  explained: ReadonlySet<string>,
): ContenderVerdict {
  if (verdict !== "better") return verdict;
  if (name === best) return "won";
  return explained.has(name) ? "better" : "unexplained";
}
