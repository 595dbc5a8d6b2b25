import type { Quality } from "../back-test/quality";
import type { PredictionDetail } from "../prediction";
import { NO_LEARNED_LIMIT } from "../scores/mail-scores";
import type { ProfilePrediction } from "../profile-prediction";
import { describeMissing } from "./describe-missing";
import { counted, percent } from "./feature-words";

/** Who answers at an hour, by the grade of the claim. */
const WHO: Readonly<Record<string, string>> = {
  A: "Answers mail most",
  B: "Customers like this one answer mail most",
};

/** The hour at which a profile answers mail, or why none is named. */
export function describeBestHour(
  hour: PredictionDetail["bestHour"],
  missing: Quality["missing"],
): ProfilePrediction["bestHour"] {
  if (!hour) {
    const words = missing ? describeMissing(missing) : "No hour stands out from the others.";
    return { hour: null, words, grade: "D" };
  }
  const at = `${String(hour.hour).padStart(2, "0")}:00`;
  const who = WHO[hour.grade] ?? "The shop's customers answer mail most";
  return {
    hour: hour.hour,
    words: `${who} when it comes around ${at}: ${percent(hour.gain)} more of the mails than at other hours`,
    grade: hour.grade,
  };
}

/** How many mails a profile bears. */
export function describeTolerance(
  tolerance: PredictionDetail["tolerance"],
): ProfilePrediction["tolerance"] {
  if (!tolerance) return { mailsPer28Days: null, words: "Not scored yet.", grade: "D" };
  const { mailsPer28Days, lossRate, high, grade } = tolerance;
  return {
    mailsPer28Days,
    words: `${
      mailsPer28Days >= NO_LEARNED_LIMIT
        ? "As many emails as your settings allow"
        : `Up to ${counted(mailsPer28Days, "email")} in 28 days`
    }: one email makes ${percent(lossRate)} of those alike unsubscribe, ${percent(high)} at most`,
    grade,
  };
}
