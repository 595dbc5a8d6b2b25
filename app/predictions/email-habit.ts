import type { Quality } from "./quality";
import type { PredictionDetail } from "./prediction";
import type { Predicted } from "./predicted-values";

/** Emails in 28 days that mean no learned limit: only the merchant's applies. */
export const NO_LEARNED_LIMIT = 28;

/** What is known of a profile's best send time or ideal email frequency besides the number. Rates are in [0, 1]. */
export type EmailHabit =
  /** The share of emails that get a response at this hour, minus that at other hours. */
  | { readonly kind: "hour"; readonly gain: number }
  | { readonly kind: "no_hour" | "needs_emails" | "unscored" }
  | { readonly kind: "needs_responses"; readonly more: number }
  /** The rate at which similar customers unsubscribe after one email, and the end of its interval. */
  | { readonly kind: "limit" | "no_limit"; readonly lossRate: number; readonly high: number };

/** @returns null for values that are not about email */
export function findEmailHabit(
  predicted: Predicted,
  { bestHour, tolerance }: PredictionDetail,
  missing: Quality["missing"],
): EmailHabit | null {
  if (predicted === "best_hour") {
    return bestHour ? { kind: "hour", gain: bestHour.gain } : describeNoHour(missing);
  }
  if (predicted !== "emails_per_28_days") return null;
  if (!tolerance) return { kind: "unscored" };
  const { emailsPer28Days, lossRate, high } = tolerance;
  const kind = emailsPer28Days >= NO_LEARNED_LIMIT ? "no_limit" : "limit";
  return { kind, lossRate, high };
}

function describeNoHour(missing: Quality["missing"]): EmailHabit {
  if (missing?.what === "emails") return { kind: "needs_emails" };
  if (missing?.what !== "clicks") return { kind: "no_hour" };
  const more = Math.max(1, Math.ceil(missing.need - missing.have));
  return { kind: "needs_responses", more };
}
