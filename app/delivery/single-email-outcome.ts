import { backOffMs } from "~/lib/back-off";
import type { BatchOutcome } from "./mailer";

/** The outcome of sending a single email. */
export type SingleEmailOutcome =
  | { readonly kind: "sent" }
  | { readonly kind: "again"; readonly reason: string; readonly waitMs: number }
  | { readonly kind: "not_sent"; readonly reason: string };

/** Providers remember an idempotency key for 24 hours: a later retry could send a second email. */
export const RETRY_FOR_MS = 23 * 3_600_000;
/** How long an email waits for the merchant to set up or fix the sender. */
export const SETUP_WAIT_MS = 15 * 60_000;
const BACK_OFF = { firstMs: 10_000, longestMs: 3_600_000 };

/**
 * Maps the provider's answer for a single email to its outcome.
 *
 * @param attempts number of earlier attempts
 */
export function toSingleEmailOutcome(outcome: BatchOutcome, attempts: number): SingleEmailOutcome {
  switch (outcome.kind) {
    case "answered": {
      const [result] = outcome.results;
      if (result?.kind === "accepted") return { kind: "sent" };
      if (result?.kind === "not_taken") {
        return { kind: "again", reason: "retrying", waitMs: result.retryAfterMs };
      }
      const reason = result?.kind === "refused" ? result.reason : "no_answer";
      return { kind: "not_sent", reason };
    }
    case "ambiguous":
      return { kind: "again", reason: outcome.kind, waitMs: backOffMs(attempts + 1, BACK_OFF) };
    case "unreachable":
    case "rate_limited":
    case "quota_exhausted":
    case "in_flight":
      return { kind: "again", reason: outcome.kind, waitMs: outcome.retryAfterMs };
    case "identity_refused":
      return { kind: "again", reason: outcome.kind, waitMs: SETUP_WAIT_MS };
    case "key_reused":
      return { kind: "not_sent", reason: outcome.kind };
    case "rejected":
      return { kind: "not_sent", reason: outcome.reason };
  }
}
