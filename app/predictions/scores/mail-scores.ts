import { claimBestHour } from "~/ml/customers/best-hour";
import { HOURS } from "~/ml/customers/hour-rates";
import { hazardOf } from "~/ml/customers/unsubscribe-hazard";
import { FREQUENCY_GROUPS, isToleranceLearned, type MailReactions } from "../models/mail-habits";
import type { Grade, PredictionDetail } from "../prediction";
import type { ScoringModels } from "./known-customers";

/**
 * One email may cost a reader with a chance of so much: usual are .1 to .5 %. Below it nobody is
 * written to less often than the merchant set it.
 */
const HARMLESS_RATE = 0.0075;
/** Where one email costs more, so many go out in 28 days as cost what sixteen harmless ones do, and one a week at least. */
const MOST_LOST = 16 * HARMLESS_RATE;
const FEWEST_MAILS = 4;
/** Says that no limit is learned: the merchant's stands alone. */
export const NO_LEARNED_LIMIT = 28;
/** Scores hold in 80 of 100 cases; a claim has to hold in 95. */
const CONFIDENCE = 0.95;

type Models = Pick<ScoringModels, "mail_habits">;

/** The hour at which a profile answers; null where no hour stands out. */
export function scoreBestHour(
  { segmentOf, exposures, responses }: MailReactions,
  profile: number,
  { mail_habits: { model } }: Models,
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
 * How many emails in 28 days are right for a profile: a limit only where even the low end of what one
 * email costs is more than harmless. Those who clicked or ordered lately have none.
 */
export function scoreTolerance(
  { groupOf, exposures }: Pick<MailReactions, "groupOf" | "exposures">,
  profile: number,
  { mail_habits: { model } }: Models,
): PredictionDetail["tolerance"] {
  const group = groupOf[profile] ?? FREQUENCY_GROUPS.quiet;
  const emails = exposures
    .subarray(profile * HOURS, (profile + 1) * HOURS)
    .reduce((sum, count) => sum + count, 0);
  const { mean, low, high } = hazardOf(model.hazard, group, emails);
  const isLearned = isToleranceLearned(model);
  const isHarmless = low <= HARMLESS_RATE || group === FREQUENCY_GROUPS.engaged;
  const mailsPer28Days =
    !isLearned || isHarmless
      ? NO_LEARNED_LIMIT
      : Math.max(FEWEST_MAILS, Math.floor(MOST_LOST / low));
  return { mailsPer28Days, lossRate: mean, low, high, grade: isLearned ? "B" : "D" };
}
