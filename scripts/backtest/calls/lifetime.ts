import {
  expectedPurchases,
  fitBgNbd,
  type BgNbd,
  type CustomerPurchases,
} from "~/ml/lifetime/bg-nbd";
import { fitGammaGamma } from "~/ml/lifetime/gamma-gamma";
import { purchasesBetween, type Purchases } from "~/ml/customers/purchases";
import { correlationOf } from "~/ml/regression/correlation";
import { valueCompetition } from "~/predictions/contenders/value-contenders";
import { choiceOption, dayOption, type Call } from "../call";
import { InputError } from "../readers/input-error";
import { PURCHASE_FLAGS, readPurchases } from "../readers/purchases";
import { measureSelection } from "./measure-selection";

const WEEK = 7;

interface Watched extends CustomerPurchases {
  /** Mean value of the repeat purchases, 0 without any. */
  readonly meanValue: number;
  /** Purchases in the holdout. */
  readonly actual: number;
}

/**
 * BG/NBD and Gamma-Gamma, fitted up to one day and compared with the outcomes up to another; with `--contenders yes` also
 * the product's comparison of other methods of the value until the first day.
 */
export const lifetime: Call = {
  flags: { ...PURCHASE_FLAGS, "calibration-end": null, "holdout-end": null, contenders: "no" },
  prepare(options) {
    // Both days are the last ones of their period.
    const calibrationEnd = dayOption(options, "calibration-end");
    const holdoutEnd = dayOption(options, "holdout-end");
    if (holdoutEnd <= calibrationEnd) {
      throw new InputError("--holdout-end must come after --calibration-end.");
    }
    const isCompared = choiceOption(options, "contenders", ["no", "yes"]) === "yes";
    const purchases = readPurchases(options);
    return () => {
      const watched = summarize(purchases, calibrationEnd, holdoutEnd);
      if (watched.length === 0) {
        throw new InputError(`${options.file}: nobody bought before --calibration-end.`);
      }
      const startMs = performance.now();
      const buying = fitBgNbd({
        repeats: watched.map(({ repeats }) => repeats),
        lastAt: watched.map(({ lastAt }) => lastAt),
        watched: watched.map((customer) => customer.watched),
      });
      const spenders = watched.filter(({ repeats, meanValue }) => repeats > 0 && meanValue > 0);
      const spending = fitGammaGamma({
        transactions: spenders.map(({ repeats }) => repeats),
        meanValue: spenders.map(({ meanValue }) => meanValue),
      });
      const fitSeconds = (performance.now() - startMs) / 1000;

      const weeks = (holdoutEnd - calibrationEnd) / WEEK;
      const models = {
        ...(buying
          ? { bgnbd: holdoutOf(watched, (c) => expectedPurchases(buying, c, weeks)) }
          : {}),
        ownRate: holdoutOf(watched, (c) => (c.repeats / Math.max(1, c.watched)) * weeks),
        mean: holdoutOf(watched, () => meanRate(watched) * weeks),
      };
      return {
        n: watched.length,
        models,
        best: Object.entries(models).reduce((a, b) => (b[1].mae < a[1].mae ? b : a))[0],
        more: {
          ...(buying ?? nothing("r", "alpha", "a", "b", "logLikelihood")),
          ...(spending
            ? { p: spending.p, q: spending.q, gamma: spending.gamma }
            : nothing("p", "q", "gamma")),
          fitSeconds,
          holdout: buying ? models.bgnbd! : models.mean,
          chosen: chosenName(buying),
          ...(isCompared && {
            selection: measureSelection(valueCompetition(purchases, calibrationEnd + 1)),
          }),
        },
      };
    };
  },
};

function chosenName(buying: BgNbd | null): string {
  return buying ? "bgnbd" : "mean: the likelihood is flat";
}

function nothing(...keys: string[]): Record<string, null> {
  return Object.fromEntries(keys.map((key) => [key, null]));
}

function summarize(purchases: Purchases, calibrationEnd: number, holdoutEnd: number): Watched[] {
  const watched: Watched[] = [];
  for (let customer = 0; customer < purchases.customers; customer++) {
    const known = purchasesBetween(purchases, customer, -Infinity, calibrationEnd + 1);
    if (known.end === known.start) continue;
    const later = purchasesBetween(purchases, customer, calibrationEnd + 1, holdoutEnd + 1);
    const first = purchases.days[known.start]!;
    const repeats = known.end - known.start - 1;
    let paid = 0;
    for (let at = known.start + 1; at < known.end; at++) paid += purchases.values[at]!;
    watched.push({
      repeats,
      lastAt: (purchases.days[known.end - 1]! - first) / WEEK,
      watched: (calibrationEnd - first) / WEEK,
      meanValue: repeats > 0 ? paid / repeats : 0,
      actual: later.end - later.start,
    });
  }
  return watched;
}

/** Weekly repeat purchases of the average customer. */
function meanRate(watched: readonly Watched[]): number {
  const repeats = watched.reduce((sum, customer) => sum + customer.repeats, 0);
  const weeks = watched.reduce((sum, customer) => sum + customer.watched, 0);
  return repeats / Math.max(1, weeks);
}

function holdoutOf(watched: readonly Watched[], predict: (customer: Watched) => number) {
  const expected = watched.map(predict);
  const actual = watched.map((customer) => customer.actual);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const errors = expected.map((value, n) => Math.abs(value - actual[n]!));
  return {
    expected: sum(expected),
    actual: sum(actual),
    mae: sum(errors) / watched.length,
    correlation: correlationOf(expected, actual),
  };
}
