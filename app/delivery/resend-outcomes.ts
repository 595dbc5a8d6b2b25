/**
 * How an error affects the emails of its call:
 *
 * - `ambiguous`: they may have been accepted; retry with the same key and bytes
 * - `rate_limited`, `quota_exhausted`: not accepted; retry when the limit allows
 * - `in_flight`: an earlier call with the key is in progress
 * - `key_reused`: the key was used for other bytes
 * - `identity_refused`: not accepted; the sender is paused until the merchant fixes it
 * - `rejected`: rejected permanently
 */
type ErrorClass =
  | "ambiguous"
  | "rate_limited"
  | "quota_exhausted"
  | "in_flight"
  | "key_reused"
  | "identity_refused"
  | "rejected";

interface OutcomeRule {
  /** One status or an inclusive range. */
  readonly status: number | readonly [number, number];
  /** The error's name; null: any not listed above. */
  readonly name: string | null;
  readonly means: ErrorClass;
  /** Default wait in milliseconds. */
  readonly waitMs: number;
}

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

/**
 * Resend's errors; the first match counts. Unlisted errors are ambiguous: asking again with the same key is
 * always safe, giving up or composing again is not.
 *
 * @see https://resend.com/docs/api-reference/errors
 * @see https://resend.com/docs/dashboard/emails/idempotency-keys
 */
export const RESEND_OUTCOMES: readonly OutcomeRule[] = [
  { status: 429, name: "daily_quota_exceeded", means: "quota_exhausted", waitMs: HOUR_MS },
  { status: 429, name: "monthly_quota_exceeded", means: "quota_exhausted", waitMs: 6 * HOUR_MS },
  { status: 429, name: null, means: "rate_limited", waitMs: SECOND_MS },
  { status: 409, name: "invalid_idempotent_request", means: "key_reused", waitMs: 0 },
  {
    status: 409,
    name: "concurrent_idempotent_requests",
    means: "in_flight",
    waitMs: 2 * SECOND_MS,
  },
  { status: 409, name: null, means: "in_flight", waitMs: 2 * SECOND_MS },
  { status: 401, name: null, means: "identity_refused", waitMs: 0 },
  { status: 403, name: null, means: "identity_refused", waitMs: 0 },
  { status: [400, 422], name: "invalid_api_key", means: "identity_refused", waitMs: 0 },
  { status: [400, 422], name: "restricted_api_key", means: "identity_refused", waitMs: 0 },
  // It is unknown whether the call was processed.
  { status: 408, name: null, means: "ambiguous", waitMs: 0 },
  { status: 425, name: null, means: "ambiguous", waitMs: 0 },
  { status: [400, 499], name: null, means: "rejected", waitMs: 0 },
  { status: [500, 599], name: null, means: "ambiguous", waitMs: 0 },
];

const UNHEARD_OF = { means: "ambiguous", waitMs: 0 } as const;

/**
 * Classifies an error of Resend, with the default wait.
 *
 * @param status the HTTP status, 0 when there was no answer
 * @param name the API's error name, or ""
 */
export function classifyResendError(
  status: number,
  name: string,
): Pick<OutcomeRule, "means" | "waitMs"> {
  return (
    RESEND_OUTCOMES.find(
      (rule) => isWithin(status, rule.status) && (rule.name === null || rule.name === name),
    ) ?? UNHEARD_OF
  );
}

function isWithin(status: number, range: OutcomeRule["status"]): boolean {
  const [first, last] = typeof range === "number" ? [range, range] : range;
  return status >= first && status <= last;
}
