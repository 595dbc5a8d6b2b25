import type { Purchases } from "~/ml/customers/purchases";
import { CHURN_DAYS, churnParts, fitChurn, type ChurnModel } from "../models/churn";
import { churnWindowBefore, type ChurnWindow } from "../models/churn-window";
import { sigmoid } from "../models/intent";
import { MIN_EXAMPLES } from "../models/windows";
import type { CandidateModel } from "../predictions-summary";
import { metricsOf } from "./measure-forecasts";
import { logLossesOf, skillOf, NOT_EVALUATED, type Missing, type Quality } from "../quality";

/** The churn stack, and its result on the last window when trained on the previous one. */
export interface MeasuredChurn {
  /** Null if it could not be trained, or if BG/NBD alone did as well: then BG/NBD is used. */
  readonly model: ChurnModel | null;
  readonly quality: Quality;
}

/** Fits churn on the last window and evaluates it there, trained on the window before it. */
export function trainChurn(purchases: Purchases, endDay: number): MeasuredChurn {
  const fromDay = endDay - CHURN_DAYS;
  const last = churnWindowBefore(purchases, { endDay, learnedDay: fromDay });
  const before = churnWindowBefore(purchases, {
    endDay: fromDay,
    learnedDay: fromDay - CHURN_DAYS,
  });
  const missing = "what" in last ? last : missingIn(last);
  if ("what" in last || missing) return { model: null, quality: { ...NOT_EVALUATED, missing } };
  const fitted = fitChurn(last.columns, last.labels);
  const lacking = "what" in before ? addDays(before, CHURN_DAYS) : missingIn(before);
  if ("what" in before || lacking) {
    const customers = last.labels.length;
    return {
      model: fitted,
      quality: { ...NOT_EVALUATED, source: "shop", customers, missing: lacking },
    };
  }

  const tried = fitChurn(before.columns, before.labels);
  const { labels } = last;
  const rate = before.labels.reduce((sum, label) => sum + label, 0) / before.labels.length;
  const stacked = labels.map((_, row) => chanceOf(tried, last.columns, row));
  const forecasts: [name: string, chances: Float64Array][] = [
    ["same_for_all", labels.map(() => rate)],
    ["inactive", last.left],
    ["bg_nbd", last.silent],
    ["inactive_and_intent", stacked],
  ];
  const losses = (chances: Float64Array) => logLossesOf(chances, labels);
  const overSilent = skillOf(losses(stacked), losses(last.silent));
  const isBeaten = overSilent !== null && overSilent.skill < -2 * overSilent.error;
  const used = isBeaten ? last.silent : stacked;
  return {
    model: isBeaten ? null : fitted,
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

function chanceOf(model: ChurnModel, columns: Float64Array, row: number): number {
  const { base, parts } = churnParts(model, columns, row);
  return sigmoid(parts.reduce((sum, part) => sum + part, base));
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
