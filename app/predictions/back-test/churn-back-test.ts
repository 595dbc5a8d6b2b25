import type { Snapshot } from "~/ml/customers/customer-features";
import { contenderLogits, fitContender } from "~/ml/customers/contender-model";
import type { ContenderSetting } from "~/ml/customers/contender-settings";
import type { Purchases } from "~/ml/customers/purchases";
import { CHURN_BASE } from "../contenders/churn-contenders";
import { latestOf } from "../contenders/measure-fold";
import { CHURN_DAYS, churnChances, fitChurn } from "../models/churn";
import { fitChurnSeason } from "../models/churn-season";
import { churnSnapshots, churnWindowBefore, type ChurnWindow } from "../models/churn-window";
import { sigmoid } from "../models/intent";
import type { ShopModels } from "../models/shop-models";
import { MIN_EXAMPLES, TRAINING_WINDOWS } from "../models/windows";
import type { CandidateModel } from "../predictions-summary";
import { metricsOf } from "./measure-forecasts";
import { logLossesOf, skillOf, NOT_EVALUATED, type Missing, type Quality } from "../quality";

/** Churn with its result on the last window when trained on the ones before. */
interface MeasuredChurn {
  readonly model: ShopModels["churn"];
  readonly quality: Quality;
}

const BG_NBD_ALONE = { stack: null, contender: null, season: 0 };

/**
 * Fits churn on the last window and evaluates it there, trained on the window before it. BG/NBD alone is used where the
 * stack did worse, and no season where it did harm.
 *
 * @param winner the contender that won the last selection, if any; used unless the stack did significantly better
 */
export function trainChurn(
  purchases: Purchases,
  endDay: number,
  winner: ContenderSetting | null,
): MeasuredChurn {
  const fromDay = endDay - CHURN_DAYS;
  const last = churnWindowBefore(purchases, { endDay, learnedDay: fromDay });
  const before = churnWindowBefore(purchases, {
    endDay: fromDay,
    learnedDay: fromDay - CHURN_DAYS,
  });
  const missing = "what" in last ? last : missingIn(last);
  if ("what" in last || missing) {
    return { model: BG_NBD_ALONE, quality: { ...NOT_EVALUATED, missing } };
  }
  const stack = fitChurn(last.columns, last.labels);
  const season = fitChurnSeason(purchases, endDay, { model: stack, intent: last.intent });
  const lacking = "what" in before ? addDays(before, CHURN_DAYS) : missingIn(before);
  if ("what" in before || lacking) {
    const customers = last.labels.length;
    return {
      model: { stack, contender: null, season },
      quality: { ...NOT_EVALUATED, source: "shop", customers, missing: lacking },
    };
  }

  const { labels } = last;
  const rate = before.labels.reduce((sum, label) => sum + label, 0) / before.labels.length;
  const losses = (chances: Float64Array) => logLossesOf(chances, labels);
  const isWorse = (chances: Float64Array, base: Float64Array) => {
    const over = skillOf(losses(chances), losses(base));
    return over !== null && over.skill < -2 * over.error;
  };
  const earlier = fitChurn(before.columns, before.labels);
  const ofSeason = fitChurnSeason(purchases, fromDay, { model: earlier, intent: before.intent });
  const withoutSeason = churnChances(earlier, last.columns);
  const withSeason = churnChances(earlier, last.columns, ofSeason);
  const isSeasonal = !isWorse(withSeason, withoutSeason);
  const stacked = isSeasonal ? withSeason : withoutSeason;
  const tried =
    winner && tryContender(purchases, { fromDay, endDay }, winner, isSeasonal ? ofSeason : 0);
  const forecasts: [name: string, chances: Float64Array][] = [
    ["same_for_all", labels.map(() => rate)],
    ["inactive", last.left],
    ["bg_nbd", last.silent],
    [CHURN_BASE, stacked],
    ...(tried ? [tried] : []),
  ];
  const isWon = tried !== null && !isWorse(tried[1], stacked);
  const chosen = isWon ? tried[1] : stacked;
  const isBeaten = isWorse(chosen, last.silent);
  const used = isBeaten ? last.silent : chosen;
  return {
    model: isBeaten
      ? BG_NBD_ALONE
      : {
          stack,
          contender: isWon ? fitWinner(purchases, endDay, winner) : null,
          season: isSeasonal ? season : 0,
        },
    quality: {
      ...NOT_EVALUATED,
      source: "shop",
      customers: labels.length,
      window: { fromDay, days: CHURN_DAYS, customers: labels.length },
      candidates: forecasts.map(([name, chances]): CandidateModel => ({
        name,
        isChosen: chances === used,
        metrics: metricsOf({ chances, labels }),
      })),
      decidedBy: { metric: "logLoss", lowerIsBetter: true },
      skill: skillOf(losses(used), losses(labels.map(() => rate))),
    },
  };
}

/** A contender's forecasts for the last window, with a season; null if no earlier one has enough examples. */
function tryContender(
  purchases: Purchases,
  { fromDay, endDay }: { readonly fromDay: number; readonly endDay: number },
  winner: ContenderSetting,
  season: number,
): [name: string, chances: Float64Array] | null {
  const [asked] = churnSnapshots(purchases, endDay, 1).windows;
  const learned = windowsToLearn(purchases, fromDay);
  if (!asked || learned.length === 0) return null;
  const logits = contenderLogits(fitContender(learned, winner), asked);
  return [winner.name, logits.map((logit) => sigmoid(logit + season))];
}

function fitWinner(purchases: Purchases, endDay: number, winner: ContenderSetting | null) {
  const learned = windowsToLearn(purchases, endDay);
  return winner && learned.length > 0 ? fitContender(learned, winner) : null;
}

function windowsToLearn(purchases: Purchases, endDay: number): readonly Snapshot[] {
  const { windows, missing } = churnSnapshots(purchases, endDay, TRAINING_WINDOWS);
  return missing ? [] : latestOf(windows);
}

function missingIn({ labels }: ChurnWindow): Missing | null {
  const silent = labels.reduce((sum, label) => sum + label, 0);
  const buyers = labels.length - silent;
  if (buyers < MIN_EXAMPLES) return { what: "buyers", have: buyers, need: MIN_EXAMPLES };
  return silent < MIN_EXAMPLES ? { what: "non_buyers", have: silent, need: MIN_EXAMPLES } : null;
}

/** Days missing for an earlier window, counted from today. */
function addDays(missing: Missing, days: number): Missing {
  if (missing.what !== "days") return missing;
  return { ...missing, have: missing.have + days, need: missing.need + days };
}
