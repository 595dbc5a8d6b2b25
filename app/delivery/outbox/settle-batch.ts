import { backOffMs } from "~/lib/back-off";
import type { BatchReason, FailReason } from "../decision/message-reasons";
import type { SkipReason } from "../decision/decide-delivery";
import type { BatchOutcome, EmailResult } from "../mailer";

/** One call to the provider. */
export interface BatchAttempt {
  /** Calls for this batch, this one included. */
  readonly attempts: number;
  /** When a provider may first have accepted the batch. */
  readonly firstAttemptAt: Date;
  /** Whether a provider may have accepted it before this call. */
  readonly wasAmbiguous: boolean;
  /** Members of this call, in order. */
  readonly messageIds: readonly string[];
  /** Members of the first call that must not be sent any more. */
  readonly excluded: readonly ExcludedMessage[];
}

export interface ExcludedMessage {
  readonly messageId: string;
  /** `unreadable`: its frozen bytes or its intent. Unless it was accepted it is composed again, or fails. */
  readonly reason: SkipReason | "unreadable";
  /** Whether this call is the first that excludes them. */
  readonly isNew: boolean;
}

type SettledMessage =
  | { readonly messageId: string; readonly state: "sent"; readonly providerId: string | null }
  | {
      readonly messageId: string;
      readonly state: "failed";
      readonly reason: FailReason;
      readonly detail: string;
    }
  | { readonly messageId: string; readonly state: "skipped"; readonly reason: SkipReason }
  | { readonly messageId: string; readonly state: "unknown" }
  /** Certainly not accepted: decided and composed again later. */
  | {
      readonly messageId: string;
      readonly state: "planned";
      readonly reason: BatchReason | "unreadable" | "quiet_hours";
      readonly nextRunAt: Date;
    };

export interface SettledBatch {
  readonly kind: "settled";
  readonly messages: readonly SettledMessage[];
  /** Members to send again in smaller batches with new keys. */
  readonly again: readonly (readonly string[])[];
  /** A bug to investigate. */
  readonly isFault: boolean;
}

export type Settlement =
  | SettledBatch
  /** Retry later with the same members, bytes and key. */
  | { readonly kind: "repeat"; readonly nextRunAt: Date; readonly reason: BatchReason };

const HOUR_MS = 3_600_000;
const BACK_OFF = { firstMs: 5_000, longestMs: HOUR_MS };
/** Providers remember a key for 24 hours; one hour is a margin for clock skew and hanging calls. */
export const KEY_LIFETIME_MS = 23 * HOUR_MS;

/** Whether an ambiguous batch is too old to retry without sending twice. */
export function isPastKeyLifetime(firstAttemptAt: Date, at: Date): boolean {
  return at.getTime() >= firstAttemptAt.getTime() + KEY_LIFETIME_MS;
}

/**
 * Settles a batch by the provider's answer. A batch is retried unchanged only while the provider remembers
 * its key. A clear rejection frees its members to be decided and composed again, unless an earlier call may
 * have been accepted.
 *
 * @param seed of the batch: spreads retries
 */
export function settleBatch(
  attempt: BatchAttempt,
  outcome: BatchOutcome,
  now: Date,
  seed: string,
): Settlement {
  switch (outcome.kind) {
    case "answered":
      return asSettled([
        ...attempt.messageIds.map((messageId, i): SettledMessage => {
          const result = outcome.results[i];
          return result ? settleResult(messageId, result, now) : { messageId, state: "unknown" };
        }),
        ...settleExcluded(attempt, now),
      ]);
    case "ambiguous":
      return repeat(attempt, backOffMs(attempt.attempts, BACK_OFF, seed), "retrying", now);
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

function settleResult(messageId: string, result: EmailResult, now: Date): SettledMessage {
  switch (result.kind) {
    case "accepted":
      return { messageId, state: "sent", providerId: result.providerId };
    case "refused":
      return { messageId, state: "failed", reason: "refused_by_provider", detail: result.reason };
    case "not_taken": {
      const nextRunAt = new Date(now.getTime() + result.retryAfterMs);
      return { messageId, state: "planned", reason: "retrying", nextRunAt };
    }
    case "unknown":
      return { messageId, state: "unknown" };
  }
}

/**
 * Settles a batch that was not sent because a member's quiet hours began: members that no provider can have
 * are decided again; an ambiguous batch is retried later unchanged.
 */
export function deferToQuietHoursEnd(attempt: BatchAttempt, now: Date): Settlement {
  return attempt.wasAmbiguous
    ? repeat(attempt, 0, "retrying_after_quiet_hours", now)
    : settleNotTaken(attempt, 0, "quiet_hours", now);
}

/** Settles members whose batch can no longer be retried. */
export function giveUp(messageIds: readonly string[]): SettledBatch {
  const messages = messageIds.map((messageId): SettledMessage => ({ messageId, state: "unknown" }));
  return asSettled(messages);
}

/** Settles a batch that no provider accepted and that has no members left to send. */
export function excludeAll(excluded: readonly ExcludedMessage[], now: Date): SettledBatch {
  return asSettled(
    excluded.map(({ messageId, reason }) =>
      // Temporary reasons: decide again.
      reason === "unreadable" || reason === "quiet_hours"
        ? { messageId, state: "planned", reason, nextRunAt: now }
        : { messageId, state: "skipped", reason },
    ),
  );
}

/** Retry interval after the provider refused the sender. */
const IDENTITY_HOLD_MS = HOUR_MS / 4;

function repeat(
  attempt: BatchAttempt,
  delayMs: number,
  reason: BatchReason,
  now: Date,
): Settlement {
  const nextRunAt = new Date(now.getTime() + delayMs);
  return isPastKeyLifetime(attempt.firstAttemptAt, nextRunAt)
    ? giveUp(allMessageIds(attempt))
    : { kind: "repeat", nextRunAt, reason };
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
  const nextRunAt = new Date(now.getTime() + delayMs);
  return asSettled([
    ...attempt.messageIds.map((messageId): SettledMessage => ({
      messageId,
      state: "planned",
      reason,
      nextRunAt,
    })),
    ...settleExcluded(attempt, now),
  ]);
}

/** One invalid member rejects the whole batch: halving finds it in a few calls. */
function splitRejected(attempt: BatchAttempt, detail: string, now: Date): Settlement {
  const { messageIds } = attempt;
  if (messageIds.length === 1) {
    return asSettled([
      ...messageIds.map((messageId): SettledMessage => ({
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
 * The provider accepted other bytes under this key: those of an earlier call, whose members were all sent.
 * Nothing is known of members excluded before.
 */
function settleReusedKey(attempt: BatchAttempt): Settlement {
  const { messageIds, excluded } = attempt;
  if (excluded.length === 0) return { ...giveUp(messageIds), isFault: true };
  return asSettled([
    ...messageIds.map((messageId): SettledMessage => ({
      messageId,
      state: "sent",
      providerId: null,
    })),
    ...excluded.map(({ messageId, isNew }): SettledMessage =>
      isNew ? { messageId, state: "sent", providerId: null } : { messageId, state: "unknown" },
    ),
  ]);
}

function asSettled(messages: readonly SettledMessage[]): SettledBatch {
  return { kind: "settled", messages, again: [], isFault: false };
}

function settleExcluded({ excluded }: BatchAttempt, now: Date): readonly SettledMessage[] {
  return excludeAll(excluded, now).messages;
}

const allMessageIds = ({ messageIds, excluded }: BatchAttempt) => [
  ...messageIds,
  ...excluded.map(({ messageId }) => messageId),
];
