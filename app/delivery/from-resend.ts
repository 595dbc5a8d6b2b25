import { z } from "zod";
import { redactAddresses } from "./email";
import type { BatchOutcome, EmailResult } from "./mailer";
import type { Pace } from "./bucket";
import { classifyResendError } from "./resend-outcomes";

const HOUR_MS = 3_600_000;

/** The SDK's result. Untrusted: an error is any JSON that the other side sent. */
export interface ResendReply {
  readonly data: unknown;
  readonly error: unknown;
  readonly headers: Readonly<Record<string, string>> | null;
}

const ResendError = z.object({
  name: z.string().catch(""),
  message: z.string().catch(""),
  /** 0: no answer, or none that names a status */
  statusCode: z.number().catch(0),
});

const Accepted = z.object({
  data: z.array(z.object({ id: z.string().min(1) })),
  errors: z.array(z.object({ index: z.int().nonnegative(), message: z.string() })).default([]),
});

/**
 * Classifies the reply to a permissive batch.
 *
 * Anything that does not clearly reject the batch is ambiguous: repeating it with the same key is safe,
 * giving up or composing it again is not.
 *
 * @param emailCount number of emails in the batch
 */
export function fromResendReply(reply: ResendReply, emailCount: number): BatchOutcome {
  if (reply.error === null || reply.error === undefined) return fromData(reply.data, emailCount);
  const parsed = ResendError.safeParse(reply.error);
  if (!parsed.success) return { kind: "ambiguous", detail: "An error without a form" };

  const { name, statusCode } = parsed.data;
  const reason = redactAddresses(`${name}: ${parsed.data.message}`);
  const { means, waitMs } = classifyResendError(statusCode, name);
  switch (means) {
    case "rate_limited":
    case "quota_exhausted":
    case "in_flight":
      return { kind: means, retryAfterMs: readRetryAfterMs(reply.headers) ?? waitMs };
    case "key_reused":
      return { kind: means };
    case "identity_refused":
    case "rejected":
      return { kind: means, reason };
    case "ambiguous":
      return { kind: means, detail: reason };
  }
}

/** In permissive mode `data` lists only accepted emails; `errors` names the missing positions. */
function fromData(data: unknown, emailCount: number): BatchOutcome {
  const parsed = Accepted.safeParse(data);
  if (!parsed.success) return { kind: "ambiguous", detail: "An answer that cannot be read" };
  const reasons = new Map(parsed.data.errors.map(({ index, message }) => [index, message]));
  const ids = parsed.data.data.map(({ id }) => id);
  const fits = [...reasons.keys()].every((index) => index < emailCount);
  if (!fits || reasons.size + ids.length !== emailCount) {
    return { kind: "ambiguous", detail: "An answer that does not match the batch" };
  }

  let next = 0;
  const results = Array.from({ length: emailCount }, (_, i): EmailResult => {
    const reason = reasons.get(i);
    if (reason !== undefined) return { kind: "refused", reason: redactAddresses(reason) };
    return { kind: "accepted", providerId: ids[next++] ?? "" };
  });
  return { kind: "answered", results };
}

/** Retry-After in milliseconds, at most a day; `null` if absent. */
export function readRetryAfterMs(headers: ResendReply["headers"]): number | null {
  const seconds = Number(headers?.["retry-after"] ?? headers?.["ratelimit-reset"] ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds * 1_000, 24 * HOUR_MS) : null;
}

/** The account's rate limit from the reply headers; null if absent. */
export function readPace(headers: ResendReply["headers"]): Pace | null {
  const limit = Number(headers?.["ratelimit-limit"] ?? Number.NaN);
  const remaining = Number(headers?.["ratelimit-remaining"] ?? Number.NaN);
  if (!(limit > 0 && remaining >= 0)) return null;
  const windowS = Number(/;\s*w=(\d+)/.exec(headers?.["ratelimit-policy"] ?? "")?.[1] ?? 1);
  return { perSecond: limit / Math.max(1, windowS), remaining };
}
