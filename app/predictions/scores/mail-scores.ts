import { claimBestHour } from "~/ml/customers/best-hour";
import { HOURS } from "~/ml/customers/hour-rates";
import { hazardOf, toleratedMails } from "~/ml/customers/mail-tolerance";
import { isToleranceLearned, type MailReactions } from "../models/mail-habits";
import type { Grade, PredictionDetail } from "../prediction";
import type { ScoringModels } from "./known-customers";

/** Mails in 28 days may cost at most one reader in fifty, and are never more than one a day. */
const LIMITS = { mostHazard: 0.02, mostMails: 28 } as const;
/** What is usual, for a shop that has not seen yet whom its mails lose: one a week. */
const USUAL_MAILS = 4;
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

/** How many mails in 28 days a profile bears, by what others alike bore. */
export function scoreTolerance(
  { segmentOf }: Pick<MailReactions, "segmentOf">,
  profile: number,
  { mail_habits: { model } }: Models,
): PredictionDetail["tolerance"] {
  const segment = segmentOf[profile] ?? 0;
  const isLearned = isToleranceLearned(model);
  const mailsPer28Days = isLearned ? toleratedMails(model.tolerance, segment, LIMITS) : USUAL_MAILS;
  const { chance, low, high } = hazardOf(model.tolerance, segment, mailsPer28Days);
  return { mailsPer28Days, lossRate: chance, low, high, grade: isLearned ? "C" : "D" };
}
