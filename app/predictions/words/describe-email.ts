import type { Quality } from "../back-test/quality";
import type { PredictionDetail } from "../prediction";
import { NO_LEARNED_LIMIT } from "../scores/email-scores";
import { describeMissing } from "./describe-missing";
import { countedUnit, formatShare } from "./feature-words";

/** The subject of the sentence, by data grade. */
const RESPONDERS: Readonly<Record<string, string>> = {
  A: "Answers email most",
  B: "Customers like this one answer email most",
};

/** A profile's best send time, or why none is known. */
export function describeBestHour(
  hour: PredictionDetail["bestHour"],
  missing: Quality["missing"],
): string {
  if (!hour) return missing ? describeMissing(missing) : "No hour stands out from the others.";
  const at = `${String(hour.hour).padStart(2, "0")}:00`;
  const responders = RESPONDERS[hour.grade] ?? "The shop's customers answer email most";
  return `${responders} when it comes around ${at}: ${formatShare(hour.gain)} more of the emails than at other hours`;
}

/** A profile's ideal email frequency. */
export function describeTolerance(tolerance: PredictionDetail["tolerance"]): string {
  if (!tolerance) return "Not scored yet.";
  const { emailsPer28Days, lossRate, high } = tolerance;
  const limit =
    emailsPer28Days >= NO_LEARNED_LIMIT
      ? "As many emails as your settings allow"
      : `Up to ${countedUnit(emailsPer28Days, "email")} in 28 days`;
  return `${limit}: one email makes ${formatShare(lossRate)} of those alike unsubscribe, ${formatShare(high)} at most`;
}
