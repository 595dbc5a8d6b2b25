import { NO_LEARNED_LIMIT } from "../email-habit";
import { claimBestHour } from "~/ml/customers/best-hour";
import { HOURS } from "~/ml/customers/hour-rates";
import { hazardOf } from "~/ml/customers/unsubscribe-hazard";
import { FREQUENCY_GROUPS, isToleranceLearned, type EmailReactions } from "../history/email-habits";
import type { Grade, PredictionDetail } from "../prediction";
import type { ScoringModels } from "./known-customers";

/**
 * Acceptable probability that one email causes an unsubscribe; 0.1 to 0.5% is typical. Below it the merchant's own
 * limit applies.
 */
const HARMLESS_RATE = 0.0075;
/** Above it, emails in 28 days are limited to the expected loss of sixteen harmless ones, but at least one a week is allowed. */
const MAX_LOST = 16 * HARMLESS_RATE;
const MIN_EMAILS = 4;
/** Scores use 80% intervals; a claim needs 95%. */
const CONFIDENCE = 0.95;

type Models = Pick<ScoringModels, "email_habits">;

/** A profile's best send time; null when no hour stands out. */
export function scoreBestHour(
  { segmentOf, exposures, responses }: EmailReactions,
  profile: number,
  { email_habits: { model } }: Models,
): PredictionDetail["bestHour"] {
  const row = (counts: Float64Array) => counts.subarray(profile * HOURS, (profile + 1) * HOURS);
  const own = { exposures: row(exposures), responses: row(responses) };
  const claimed = claimBestHour(model.hours, segmentOf[profile] ?? 0, own, CONFIDENCE);
  if (!claimed) return null;
  const { hour, gain, gainLow, gainHigh, level } = claimed;
  return { hour, gain, low: gainLow, high: gainHigh, grade: GRADE_OF_LEVEL[level] };
}

const GRADE_OF_LEVEL = { person: "A", segment: "B", store: "C" } as const satisfies Record<
  string,
  Grade
>;

/**
 * A profile's ideal number of emails in 28 days: a limit only when even the lower bound of the loss
 * per email exceeds the harmless rate. Recently active profiles have none.
 */
export function scoreTolerance(
  { groupOf, exposures }: Pick<EmailReactions, "groupOf" | "exposures">,
  profile: number,
  { email_habits: { model } }: Models,
): PredictionDetail["tolerance"] {
  const group = groupOf[profile] ?? FREQUENCY_GROUPS.quiet;
  const emails = exposures
    .subarray(profile * HOURS, (profile + 1) * HOURS)
    .reduce((sum, count) => sum + count, 0);
  const { mean, low, high } = hazardOf(model.hazard, group, emails);
  const isLearned = isToleranceLearned(model);
  const isHarmless = low <= HARMLESS_RATE || group === FREQUENCY_GROUPS.engaged;
  const emailsPer28Days =
    !isLearned || isHarmless ? NO_LEARNED_LIMIT : Math.max(MIN_EMAILS, Math.floor(MAX_LOST / low));
  return { emailsPer28Days, lossRate: mean, low, high, grade: isLearned ? "B" : "D" };
}
