import type { Db } from "~/db.server";
import { frequencyState } from "~/experiments/frequency/decide-frequency";
import {
  drawByShares,
  FREQUENCY_SCOPE,
  OWN_VARIANT,
  scopeKey,
} from "~/experiments/optimization/experiment";
import {
  frequencyExperiment,
  listExperiments,
  listNewestDecisions,
} from "~/experiments/optimization/experiment-store.server";
import type { ShopId } from "~/lib/shop-id";
import { computeCaps, type RevenueCaps } from "../lift/count-lift.server";
import { findLift } from "../lift/lift-store.server";
import { answerFromLog, type EstimatedAnswer, type RefusedAnswer } from "./answer-from-log";
import { readCohortLog, readHoldoutLog, readVariantLog } from "./log-store.server";
import type { WhatIfQuestion } from "./question";

/** Days of emails that are replayed, and the days after each email in which revenue counts. */
export const REPLAYED_DAYS = 90;
export const OUTCOME_DAYS = 7;

/** The time that an answer is about. */
interface AnswerTime {
  readonly from: Date;
  readonly to: Date;
  /** Days in which revenue counts, from each draw on. */
  readonly days: number;
}

export type WhatIfAnswer =
  | (EstimatedAnswer & AnswerTime)
  | (RefusedAnswer & AnswerTime)
  /** Discounts are the same for everyone, so nothing can be compared. */
  | { readonly kind: "never_random" }
  /** No weekly limit is being tried. */
  | { readonly kind: "no_limit_test" }
  /** The weekly limit is tried since this time, which is too short. */
  | { readonly kind: "too_early"; readonly since: Date };

const DAY_MS = 86_400_000;
const addDaysTo = (at: Date, days: number) => new Date(at.getTime() + days * DAY_MS);

/** Answers a question from the last 90 days whose outcomes are known. */
export async function answerQuestion(
  db: Db,
  shopId: ShopId,
  question: WhatIfQuestion,
  now: Date,
): Promise<WhatIfAnswer> {
  if (question.kind === "discount") return { kind: "never_random" };
  const caps = (await findLift(db, shopId))?.caps ?? (await computeCaps(db, shopId));
  if (question.kind === "weekly_limit") return answerLimit(db, shopId, caps, now);
  const to = addDaysTo(now, -OUTCOME_DAYS);
  const time = { from: addDaysTo(to, -REPLAYED_DAYS), to, days: OUTCOME_DAYS };
  const replayed = { ...time, capMinor: caps[OUTCOME_DAYS] };
  if (question.kind === "variant") {
    const log = await readVariantLog(db, shopId, question, replayed);
    return { ...answerFromLog(log, question.variant), ...time };
  }
  const flowId = question.kind === "flow_off" ? question.flowId : null;
  const log = await readHoldoutLog(db, shopId, flowId, replayed);
  return { ...answerFromLog(log, "holdout"), ...time };
}

/** Customers with the tried weekly limit, and the others, since that began: at most 90 days. */
async function answerLimit(
  db: Db,
  shopId: ShopId,
  caps: RevenueCaps,
  now: Date,
): Promise<WhatIfAnswer> {
  const [experiments, newest] = await Promise.all([
    listExperiments(db, shopId),
    listNewestDecisions(db, shopId),
  ]);
  const experiment = frequencyExperiment(experiments);
  const key = scopeKey(FREQUENCY_SCOPE);
  const { since } = frequencyState(experiment, newest.get(key) ?? []);
  const tried = experiment.variants.find(({ variant }) => variant !== OWN_VARIANT);
  if (since === null || !tried) return { kind: "no_limit_test" };
  if (addDaysTo(since, OUTCOME_DAYS) > now) return { kind: "too_early", since };
  const first = addDaysTo(now, -REPLAYED_DAYS);
  const from = since > first ? since : first;
  const days = Math.floor((now.getTime() - from.getTime()) / DAY_MS);
  const log = await readCohortLog(
    db,
    shopId,
    {
      cohortUntil: since,
      draw: (profileId) => {
        const { variant, share } = drawByShares(
          experiment.variants,
          `${shopId}|${key}|${profileId}`,
        );
        return { action: variant, rate: share };
      },
    },
    { from, to: now, capMinor: caps[30] === null ? null : (caps[30] * days) / 30 },
  );
  return { ...answerFromLog(log, tried.variant), from, to: now, days };
}
