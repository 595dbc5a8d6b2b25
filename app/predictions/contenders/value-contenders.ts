import {
  CONTENDERS,
  spendingSettings,
  type SpendingSetting,
} from "~/ml/customers/contender-settings";
import { hasEngagement } from "~/ml/customers/intent-model";
import type { Purchases } from "~/ml/customers/purchases";
import {
  atLevelOf,
  devianceOfSetting,
  fitSpending,
  forecastSpending,
  type SpendingWindow,
} from "~/ml/customers/spending-model";
import { expectedValue } from "~/ml/lifetime/gamma-gamma";
import { correlationOf } from "~/ml/regression/correlation";
import { tweedieDeviances } from "~/ml/regression/tweedie-regression";
import { fitLifetime, forecastLifetime, lifetimeCustomersAt, ownWeekly } from "../models/lifetime";
import { spendingWindows } from "../models/spending";
import { EVALUATION_WINDOWS, firstDayOf, MIN_EXAMPLES } from "../models/windows";
import { UNCHOSEN, type Competition, type Fold, type FoldForecast } from "./competition";
import { chancesBySurvival, featureModel, latestOf } from "./measure-fold";

/** The base model of the lifetime value. */
const VALUE_BASE = "bg_nbd_gamma_gamma";
const REGRESSION = "spending_regression";
/** The longest window, and the shortest. */
const MAX_DAYS = 365;
const MIN_DAYS = 60;
/** Two windows are held out, and the earlier one needs one to learn from. */
const PERIODS = 3;
const BLIND_DAYS = 60;
const WEEK = 7;

type ValueFold = Fold<SpendingWindow>;
type ValueForecast = FoldForecast;

/**
 * Who compete for what a customer pays, in windows of a third of what is known, at most a year. The loss is the deviance
 * of Tweedie's distribution: an error in proportion to the amount, and many customers who pay nothing.
 *
 * Methods that predict whether a customer orders are multiplied by what the same customer pays if so: by a regression of
 * those who ordered.
 */
export function valueCompetition(
  purchases: Purchases,
  endDay: number,
): Competition<SpendingWindow, Float64Array> {
  const known = endDay - firstDayOf(purchases);
  const days = Math.min(MAX_DAYS, Math.floor((known - BLIND_DAYS) / PERIODS));
  const windows =
    days >= MIN_DAYS ? spendingWindows(purchases, { endDay, days, count: EVALUATION_WINDOWS }) : [];
  const byCustomer = (fold: ValueFold, amountOf: AmountOf): ValueForecast => {
    const model = fitLifetime(purchases, fold.held.day);
    const customers = lifetimeCustomersAt(purchases, fold.held.day);
    return { ...UNCHOSEN, values: Float64Array.from(customers, (it) => amountOf(model, it)) };
  };

  return {
    prediction: "lifetime",
    days,
    windows,
    hasExamples: (window) => countPayers(window) >= MIN_EXAMPLES,
    missing: () => {
      if (days < MIN_DAYS) {
        const need = PERIODS * MIN_DAYS + BLIND_DAYS;
        return { what: "days", have: Number.isFinite(known) ? Math.max(0, known) : 0, need };
      }
      const have = Math.min(...windows.map(countPayers));
      return { what: "buyers", have, need: MIN_EXAMPLES };
    },
    base: {
      name: VALUE_BASE,
      forecast: (fold) =>
        byCustomer(fold, (model, it) => forecastLifetime(model, it, days / WEEK).value),
    },
    contenders: [
      {
        name: "mean_spend",
        forecast: ({ held }) => ({ ...UNCHOSEN, values: held.spent.map(() => 1) }),
      },
      { name: "own_pace", forecast: (fold) => byCustomer(fold, (_, it) => ownWeekly(it)) },
      {
        name: "log_logistic",
        forecast: (fold) => {
          const chances = chancesBySurvival(fold) ?? fold.held.chances;
          const each = byCustomer(fold, ({ spending }, it) => expectedValue(spending, it));
          return {
            ...each,
            values: each.values.map((amount, row) => amount * (chances[row] ?? 0)),
          };
        },
      },
      { name: REGRESSION, forecast: forecastByRegression },
      ...CONTENDERS.map((name) => ({
        name,
        forecast: (fold: ValueFold) => {
          const chance = featureModel(name).forecast(fold);
          const amounts = amountsOfBuyers(fold);
          return { ...chance, values: chance.values.map((it, row) => it * (amounts[row] ?? 0)) };
        },
      })),
    ],
    explained: new Set([REGRESSION]),
    lossesOf: (held, amounts) => tweedieDeviances(atLevelOf(held, amounts), held.spent),
    metricsOf: ({ spent }, amounts) => {
      const deviances = tweedieDeviances(atLevelOf({ spent }, amounts), spent);
      return {
        deviance: deviances.reduce((sum, it) => sum + it, 0) / deviances.length,
        correlation: correlationOf(amounts, spent),
      };
    },
    settingOf: (name) => (name === REGRESSION ? chooseRegression(windows).setting : null),
  };
}

type AmountOf = (
  model: ReturnType<typeof fitLifetime>,
  customer: ReturnType<typeof lifetimeCustomersAt>[number],
) => number;

const countPayers = ({ spent }: SpendingWindow) => spent.filter((amount) => amount > 0).length;

function forecastByRegression({ held, earlier }: ValueFold): ValueForecast {
  const { setting, tried } = chooseRegression(earlier);
  const model = fitSpending(latestOf(earlier), setting);
  return {
    values: Float64Array.from(forecastSpending(model, held), ({ amount }) => amount),
    features: model.features.length,
    parameters: { penalty: setting.penalty },
    tried,
  };
}

/** What each customer pays in the held-out window, given that they order. */
function amountsOfBuyers({ held, earlier }: ValueFold): Float64Array {
  const [usual] = spendingSettings(false);
  const model = fitSpending(latestOf(earlier), usual, ({ spent }, row) => (spent[row] ?? 0) > 0);
  return Float64Array.from(forecastSpending(model, held), ({ amount }) => amount);
}

/**
 * The setting with the least deviance on the latest window when fitted to the latest one that ended before it. The usual
 * setting if there is none.
 *
 * @param windows latest first
 */
function chooseRegression(windows: readonly SpendingWindow[]): {
  readonly setting: SpendingSetting;
  readonly tried: number;
} {
  const settings = spendingSettings(windows.some(hasEngagement));
  const [usual] = settings;
  const [held] = windows;
  const fitted = windows.find((it) => held && it.day + it.horizonDays <= held.day);
  if (!held || !fitted || countPayers(fitted) === 0) return { setting: usual, tried: 1 };
  const losses = settings.map((setting) => devianceOfSetting(fitted, held, setting));
  const setting = settings[losses.indexOf(Math.min(...losses))] ?? usual;
  return { setting, tried: settings.length };
}
