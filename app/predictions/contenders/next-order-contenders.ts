import { snapshotAt, summarizeAt, type Snapshot } from "~/ml/customers/customer-features";
import { DURATION_FEATURES, type DurationSetting } from "~/ml/customers/contender-settings";
import { chancesByPeriod, fitHazardTrees, lifeTable } from "~/ml/customers/hazard-trees";
import { chancesToOrder, NEXT_ORDER_FEATURES } from "~/ml/customers/next-order-model";
import type { Purchases } from "~/ml/customers/purchases";
import { fitBgNbd, purchaseProbability } from "~/ml/lifetime/bg-nbd";
import { fitShift } from "~/ml/regression/calibration";
import { logitOf, sigmoid } from "../models/intent";
import {
  fitNextOrderPrediction,
  MIN_RETURNS,
  NEXT_ORDER_DAYS,
  nextOrderWindows,
  waitSeason,
} from "../models/next-order";
import { firstDayOf } from "../models/windows";
import { UNCHOSEN, type Competition, type Fold, type FoldForecast } from "./competition";

/** The base model of the next order. */
const NEXT_ORDER_BASE = "log_logistic";
const WIDER: DurationSetting = { name: "log_logistic_more" };
/** The last day of each period of a wait. */
const PERIODS = [1, 3, 7, 14, 21, 30, 45, 60, 90, 120, 180, 270, NEXT_ORDER_DAYS];
/** Days without which no window is held out. */
const MIN_DAYS = 30;
const BLIND_DAYS = 14;
const HELD_WINDOWS = 3;
const WEEK = 7;

/** Customers × periods: the probability to order by the end of each. */
type Chances = Float64Array;

/**
 * Who compete for the time to the next order. A window is a third of what is known, at most a year. The loss
 * is minus the logarithm of the probability of the period in which the order came, or that none came: the censored
 * likelihood that the base model maximizes.
 */
export function nextOrderCompetition(
  purchases: Purchases,
  endDay: number,
): Competition<Snapshot, Chances> {
  const known = endDay - firstDayOf(purchases);
  const days = Math.min(NEXT_ORDER_DAYS, Math.floor((known - BLIND_DAYS) / HELD_WINDOWS));
  const windows = days >= MIN_DAYS ? windowsOf(purchases, endDay, days) : [];
  const periods = [...PERIODS.filter((last) => last < days), days];
  const countReturns = ({ labels }: Snapshot) => labels.reduce((sum, label) => sum + label, 0);
  const learnedBy = ({ held }: Fold) => nextOrderWindows(purchases, held.day);
  const byPeriod = (chancesBy: (last: number) => Float64Array, rows: number): Chances => {
    const chances = new Float64Array(rows * periods.length);
    periods.forEach((last, period) =>
      chancesBy(last).forEach((chance, row) => (chances[row * periods.length + period] = chance)),
    );
    return chances;
  };
  const bySurvival =
    (features: typeof NEXT_ORDER_FEATURES) =>
    (fold: Fold): FoldForecast | null => {
      const { held } = fold;
      const season = waitSeason(purchases, held.day);
      const { model } = fitNextOrderPrediction(learnedBy(fold), season, features);
      const values =
        model && byPeriod((last) => chancesToOrder(model, held, last), held.labels.length);
      return values && { ...UNCHOSEN, features: features.length, values };
    };
  const sameForAll = (fold: Fold): FoldForecast => {
    const table = lifeTable(learnedBy(fold), periods);
    const values = byPeriod((last) => {
      const chance = table[periods.indexOf(last)] ?? 0;
      return fold.held.labels.map(() => chance);
    }, fold.held.labels.length);
    return { ...UNCHOSEN, values };
  };

  return {
    prediction: "next_order",
    days,
    windows,
    hasExamples: (window) => countReturns(window) >= MIN_RETURNS,
    missing: () => {
      if (days < MIN_DAYS) {
        return {
          what: "days",
          have: Math.max(0, known),
          need: HELD_WINDOWS * MIN_DAYS + BLIND_DAYS,
        };
      }
      const have = Math.min(...windows.map(countReturns));
      return { what: "returns", have, need: MIN_RETURNS };
    },
    base: { name: NEXT_ORDER_BASE, forecast: bySurvival(NEXT_ORDER_FEATURES) },
    contenders: [
      { name: "same_for_all", forecast: sameForAll },
      { name: "bg_nbd", forecast: (fold) => forecastByBgNbd(purchases, fold, byPeriod) },
      {
        name: WIDER.name,
        forecast: (fold) => bySurvival(DURATION_FEATURES)(fold) ?? sameForAll(fold),
      },
      {
        name: "boosted_trees",
        forecast: (fold) => ({
          ...UNCHOSEN,
          features: DURATION_FEATURES.length,
          values: chancesByPeriod(
            fitHazardTrees(learnedBy(fold), DURATION_FEATURES, periods),
            fold.held,
          ),
        }),
      },
    ],
    explained: new Set([WIDER.name]),
    lossesOf: (held, chances) => lossesOf(held, atLevelOf(held, chances, periods.length), periods),
    metricsOf: (held, chances) => {
      const losses = lossesOf(held, chances, periods);
      return { logLoss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length };
    },
    settingOf: (name) => (name === WIDER.name ? WIDER : null),
  };
}

/** Windows one after the other, the youngest first. */
function windowsOf(purchases: Purchases, endDay: number, days: number): Snapshot[] {
  return Array.from({ length: HELD_WINDOWS }, (_, n) =>
    snapshotAt(purchases, endDay - (n + 1) * days, days, null),
  );
}

function forecastByBgNbd(
  purchases: Purchases,
  { held }: Fold,
  byPeriod: (chancesBy: (last: number) => Float64Array, rows: number) => Chances,
): FoldForecast {
  const summary = summarizeAt(purchases, held.day);
  const buying = fitBgNbd(summary);
  const values = byPeriod(
    (last) =>
      held.labels.map((_, row) => {
        const [repeats, lastAt, watched] = [summary.repeats, summary.lastAt, summary.watched].map(
          (column) => column[row] ?? 0,
        ) as [number, number, number];
        const customer = { repeats, lastAt, watched };
        return buying
          ? purchaseProbability(buying, customer, last / WEEK)
          : 1 - Math.exp((-last * (repeats + 0.5)) / (WEEK * (watched + 1)));
      }),
    held.labels.length,
  );
  return { ...UNCHOSEN, values };
}

/** The odds of an order by each period times one factor, so that as many order in the window as did. */
function atLevelOf({ labels }: Snapshot, chances: Chances, periods: number): Chances {
  const logits = chances.map((chance) => logitOf(chance));
  const ofWindow = labels.map((_, row) => logits[row * periods + periods - 1] ?? 0);
  const { shift } = fitShift(ofWindow, labels);
  return logits.map((logit) => sigmoid(logit + shift));
}

const MIN_CHANCE = 1e-9;

function lossesOf({ waits }: Snapshot, chances: Chances, periods: readonly number[]): Float64Array {
  return Float64Array.from(waits, (wait, row) => {
    const by = (period: number) => (period < 0 ? 0 : (chances[row * periods.length + period] ?? 0));
    // An order on the first day ends the wait within one day.
    const end = periods.findIndex((last) => wait + 1 <= last);
    const chance = end < 0 ? 1 - by(periods.length - 1) : by(end) - by(end - 1);
    return -Math.log(Math.max(MIN_CHANCE, chance));
  });
}
