import type { BatchReason, FailReason } from "../decision/describe-decision";
import type { SkipReason } from "../decide-delivery";
import type { BatchOutcome, MailResult } from "../mailer";

/** One call to the provider, as it was made. */
export interface BatchAttempt {
  /** How many calls there were for this batch, with this one. */
  readonly attempts: number;
  /** When a provider may first have taken the batch. */
  readonly firstAttemptAt: Date;
  /** Whether a provider may have taken it before this call. */
  readonly wasAmbiguous: boolean;
  /** Members of this call, in its order. */
  readonly messageIds: readonly string[];
  /** Members of the first call that must not be mailed any more. */
  readonly excluded: readonly ExcludedMessage[];
}

export interface ExcludedMessage {
  readonly messageId: string;
  /** `unreadable`: its frozen bytes or its intent; unless it was taken it is composed anew, or fails as any that cannot be read. */
  readonly reason: SkipReason | "unreadable";
  /** Whether this call is the first without them. */
  readonly isNew: boolean;
}

export type MessageFate =
  | { readonly messageId: string; readonly state: "sent"; readonly providerId: string | null }
  | {
      readonly messageId: string;
      readonly state: "failed";
      readonly reason: FailReason;
      readonly detail: string;
    }
  | { readonly messageId: string; readonly state: "skipped"; readonly reason: SkipReason }
  | { readonly messageId: string; readonly state: "unknown" }
  /** Not taken for sure: decided and composed anew later. */
  | {
      readonly messageId: string;
      readonly state: "planned";
      readonly reason: BatchReason | "unreadable" | "quiet_hours";
      readonly nextAttemptAt: Date;
    };

export interface SettledBatch {
  readonly kind: "settled";
  readonly isUnknown: boolean;
  readonly fates: readonly MessageFate[];
  /** Members that go again in smaller batches, under keys of their own. */
  readonly again: readonly (readonly string[])[];
  /** A fault of ours to be looked into. */
  readonly isFault: boolean;
}

export type Settlement =
  | SettledBatch
  /** Same members, same bytes, same key, later. */
  | { readonly kind: "repeat"; readonly nextAttemptAt: Date; readonly reason: BatchReason };

const HOUR_MS = 3_600_000;
/** Providers remember a key for 24 hours; an hour is kept for clocks that differ and calls that hang. */
export const KEY_LIFETIME_MS = 23 * HOUR_MS;

/** Whether a batch that a provider may have taken can no longer be repeated without mailing people twice. */
export function isPastKeyLifetime(firstAttemptAt: Date, at: Date): boolean {
  return at.getTime() >= firstAttemptAt.getTime() + KEY_LIFETIME_MS;
}

/**
 * What follows from a provider's answer. A batch is repeated unchanged only
 * while the provider remembers its key; a clear no frees its members to be
 * decided and composed anew, unless an earlier call may have been a yes.
 *
 * @param jitter in [0, 1): spreads the repeats of many batches
 */
export function settleBatch(
  attempt: BatchAttempt,
  outcome: BatchOutcome,
  now: Date,
  jitter: number,
): Settlement {
  switch (outcome.kind) {
    case "answered":
      return asSettled([
        ...attempt.messageIds.map((messageId, i): MessageFate => {
          const result = outcome.results[i];
          return result ? settleResult(messageId, result, now) : { messageId, state: "unknown" };
        }),
        ...settleExcluded(attempt, now),
      ]);
    case "ambiguous":
      return repeat(attempt, backoffMs(attempt.attempts, jitter), "retrying", now);
    case "in_flight":
      return repeat(attempt, outcome.retryAfterMs, "retrying", now);
    case "unreachable":
      return settleNotTaken(attempt, outcome.retryAfterMs, "retrying", now);
    case "rate_limited":
      return settleNotTaken(attempt, outcome.retryAfterMs, "rate_limited", now);
    case "quota_exhausted":
      return settleNotTaken(attempt, outcome.retryAfterMs, "quota_exhausted", now);
    case "identity_refused":
      return settleNotTaken(attempt, IDENTITY_HOLD_MS, "identity_refused", now);
    case "rejected":
      return splitRejected(attempt, outcome.reason, now);
    case "key_reused":
      return settleReusedKey(attempt);
  }
}

function settleResult(messageId: string, result: MailResult, now: Date): MessageFate {
  switch (result.kind) {
    case "accepted":
      return { messageId, state: "sent", providerId: result.providerId };
    case "refused":
      return { messageId, state: "failed", reason: "refused_by_provider", detail: result.reason };
    case "not_taken": {
      const nextAttemptAt = new Date(now.getTime() + result.retryAfterMs);
      return { messageId, state: "planned", reason: "retrying", nextAttemptAt };
    }
    case "unknown":
      return { messageId, state: "unknown" };
  }
}

/**
 * What becomes of a batch that was not handed over because quiet hours of a member had begun. What no
 * provider can have is decided anew; what one may have taken is asked about again as it is.
 */
export function deferToQuietHoursEnd(attempt: BatchAttempt, now: Date): Settlement {
  return attempt.wasAmbiguous
    ? repeat(attempt, 0, "asked_after_quiet_hours", now)
    : settleNotTaken(attempt, 0, "quiet_hours", now);
}

/** The fate of members whose batch cannot be repeated any more, or by nobody. */
export function giveUp(messageIds: readonly string[]): SettledBatch {
  const fates = messageIds.map((messageId): MessageFate => ({ messageId, state: "unknown" }));
  return { ...asSettled(fates), isUnknown: true };
}

/** The end of a batch that no provider has ever taken and that has no member left to go. */
export function excludeAll(excluded: readonly ExcludedMessage[], now: Date): SettledBatch {
  return asSettled(
    excluded.map(({ messageId, reason }) =>
      // The night passes: it is decided anew.
      reason === "unreadable" || reason === "quiet_hours"
        ? { messageId, state: "planned", reason, nextAttemptAt: now }
        : { messageId, state: "skipped", reason },
    ),
  );
}

/** How soon a sender that the provider refused is tried again. */
const IDENTITY_HOLD_MS = HOUR_MS / 4;

function repeat(
  attempt: BatchAttempt,
  delayMs: number,
  reason: BatchReason,
  now: Date,
): Settlement {
  const nextAttemptAt = new Date(now.getTime() + delayMs);
  return isPastKeyLifetime(attempt.firstAttemptAt, nextAttemptAt)
    ? giveUp(allMessageIds(attempt))
    : { kind: "repeat", nextAttemptAt, reason };
}

function settleNotTaken(
  attempt: BatchAttempt,
  delayMs: number,
  reason: BatchReason | "quiet_hours",
  now: Date,
): Settlement {
  if (attempt.wasAmbiguous && reason !== "quiet_hours") {
    return repeat(attempt, delayMs, reason, now);
  }
  const nextAttemptAt = new Date(now.getTime() + delayMs);
  return asSettled([
    ...attempt.messageIds.map((messageId): MessageFate => ({
      messageId,
      state: "planned",
      reason,
      nextAttemptAt,
    })),
    ...settleExcluded(attempt, now),
  ]);
}

/** One bad member spoils a batch: halves find it in a few calls. */
function splitRejected(attempt: BatchAttempt, detail: string, now: Date): Settlement {
  const { messageIds } = attempt;
  if (messageIds.length === 1) {
    return asSettled([
      ...messageIds.map((messageId): MessageFate => ({
        messageId,
        state: "failed",
        reason: "refused_by_provider",
        detail,
      })),
      ...settleExcluded(attempt, now),
    ]);
  }
  const middle = Math.ceil(messageIds.length / 2);
  return {
    ...asSettled(settleExcluded(attempt, now)),
    again: [messageIds.slice(0, middle), messageIds.slice(middle)],
  };
}

/**
 * The provider has taken other bytes under this key. They were those of an
 * earlier call: all that was in every earlier call has been sent. Who was left
 * out before that cannot be told.
 */
function settleReusedKey(attempt: BatchAttempt): Settlement {
  const { messageIds, excluded } = attempt;
  if (excluded.length === 0) return { ...giveUp(messageIds), isFault: true };
  return asSettled([
    ...messageIds.map((messageId): MessageFate => ({ messageId, state: "sent", providerId: null })),
    ...excluded.map(({ messageId, isNew }): MessageFate =>
      isNew ? { messageId, state: "sent", providerId: null } : { messageId, state: "unknown" },
    ),
  ]);
}

function asSettled(fates: readonly MessageFate[]): SettledBatch {
  return { kind: "settled", isUnknown: false, fates, again: [], isFault: false };
}

function settleExcluded({ excluded }: BatchAttempt, now: Date): readonly MessageFate[] {
  return excludeAll(excluded, now).fates;
}

const allMessageIds = ({ messageIds, excluded }: BatchAttempt) => [
  ...messageIds,
  ...excluded.map(({ messageId }) => messageId),
];

/** 5 s, doubled with each attempt up to an hour, half to one and a half of it. */
function backoffMs(attempts: number, jitter: number): number {
  return Math.min(HOUR_MS, 5_000 * 2 ** (attempts - 1)) * (0.5 + jitter);
}
