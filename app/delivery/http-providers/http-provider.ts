import { redactAddresses, type Email } from "../email";
import type { Mailer } from "../mailer";
import type { DispatchResult } from "../outbox/dispatch-batch.server";

/** A provider with an HTTP API and without idempotency keys: one request for each email. */
export interface HttpProvider {
  readonly name: Exclude<Mailer["name"], "outbox" | "resend" | "smtp">;
  /** Secret that identifies the account. */
  readonly credential: string;
  readonly request: (email: Email) => Request | Promise<Request>;
  /** The provider's id of an accepted email; null when the reply cannot be read. */
  readonly readId: (reply: HttpReply) => string | null;
  /** The provider's own error codes; the first match counts, then `HTTP_OUTCOMES`. */
  readonly outcomes: readonly OutcomeRule[];
  /** The provider's error code, or null, and its text. */
  readonly readError: (reply: HttpReply) => {
    readonly code: string | null;
    readonly text: unknown;
  };
}

export interface HttpReply {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; undefined if it is none. */
  readonly body: unknown;
}

interface OutcomeRule {
  /** Inclusive range of HTTP statuses. */
  readonly status: readonly [number, number];
  /** Pattern of the error's code or text; absent: any. */
  readonly error?: RegExp;
  readonly means: Exclude<DispatchResult["kind"], "accepted">;
  readonly waitMs?: number;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * What a status means where the provider documents nothing else. An email is sent again only if it was
 * certainly not accepted: a 500 or a gateway's error may hide an accepted one, a 503 does not.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15
 */
const HTTP_OUTCOMES: readonly OutcomeRule[] = [
  { status: [401, 403], means: "identity_refused" },
  { status: [408, 408], means: "unknown" },
  { status: [429, 429], means: "rate_limited", waitMs: SECOND_MS },
  { status: [400, 499], means: "refused" },
  { status: [503, 503], means: "unreachable", waitMs: MINUTE_MS },
];

/** Classifies the reply to a request that sent one email. */
export function fromHttpReply(provider: HttpProvider, reply: HttpReply): DispatchResult {
  const { status } = reply;
  const { code, text } = provider.readError(reply);
  const reason = redactAddresses(
    [`HTTP ${status}`, code, text].filter((it) => typeof it === "string").join(": "),
  );
  const rule = [...provider.outcomes, ...HTTP_OUTCOMES].find(
    ({ status: [first, last], error }) =>
      status >= first && status <= last && (error === undefined || error.test(reason)),
  );
  if (!rule && status >= 200 && status < 300) {
    const providerId = provider.readId(reply);
    if (providerId !== null) return { kind: "accepted", providerId };
  }
  const waitMs = readRetryAfterMs(reply.headers) ?? rule?.waitMs ?? MINUTE_MS;
  switch (rule?.means) {
    case "rate_limited":
    case "quota_exhausted":
      return { kind: rule.means, retryAfterMs: waitMs };
    case "unreachable":
      return { kind: rule.means, retryAfterMs: waitMs, detail: reason };
    case "not_taken":
      return { kind: rule.means, retryAfterMs: waitMs, reason };
    case "refused":
    case "identity_refused":
      return { kind: rule.means, reason };
    case "unknown":
    case undefined:
      return { kind: "unknown", reason };
  }
}

/** Errors of a connection that was never made: no byte of the email has left. */
const NOT_CONNECTED = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"];

/** Classifies an error of `fetch`. */
export function fromFetchError(error: unknown): DispatchResult {
  const cause: unknown = error instanceof Error ? error.cause : null;
  const name = cause instanceof Error && "code" in cause ? String(cause.code) : "no code";
  return NOT_CONNECTED.includes(name)
    ? { kind: "unreachable", retryAfterMs: MINUTE_MS, detail: name }
    : { kind: "unknown", reason: `The provider did not reply: ${name}` };
}

/** Retry-After in milliseconds, at most a day; null if absent. These providers give seconds, never a date. */
function readRetryAfterMs(headers: Headers): number | null {
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  return seconds > 0 ? Math.min(seconds * SECOND_MS, DAY_MS) : null;
}
