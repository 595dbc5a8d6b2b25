import { backOffMs } from "~/lib/back-off";
import type { DisableReason } from "./webhook-states";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** The waits between attempts that the Standard Webhooks specification suggests: three days in all. */
export const RETRY_AFTER_MS: readonly number[] = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];

/** An endpoint that answered nothing with success for this long is disabled: as long as all attempts of one webhook take. */
export const DISABLE_AFTER_MS = 75 * HOUR_MS;

const MAX_RETRY_AFTER_MS = 24 * HOUR_MS;
const JITTER_SHARE = 0.1;

/**
 * When a webhook is sent again after its `attempts`-th attempt failed; null: never.
 *
 * @param seed spreads webhooks that failed together over a tenth of the wait
 * @param askedMs how long the receiver asked to wait; a day at most counts
 */
export function nextAttemptAt(
  attempts: number,
  { now, seed, askedMs = 0 }: { now: Date; seed: string; askedMs?: number | undefined },
): Date | null {
  const waitMs = RETRY_AFTER_MS[attempts - 1];
  if (waitMs === undefined) return null;
  const spread = { firstMs: waitMs * 2 * JITTER_SHARE, longestMs: waitMs * 2 * JITTER_SHARE };
  // `backOffMs` is at least half of what it is given, so the wait is never shorter than planned.
  const ownMs = Math.round(waitMs * (1 - JITTER_SHARE) + backOffMs(attempts, spread, seed));
  return new Date(now.getTime() + Math.max(ownMs, Math.min(askedMs, MAX_RETRY_AFTER_MS)));
}

/** How an attempt ended. */
export type AttemptOutcome =
  | { readonly kind: "delivered"; readonly status: number }
  /** With `isDown`, other webhooks to this endpoint would fail as well. */
  | {
      readonly kind: "failed";
      readonly reason: string;
      readonly status: number | null;
      readonly isDown: boolean;
      readonly askedMs?: number | undefined;
    }
  /** The receiver wants no more webhooks: 410. */
  | { readonly kind: "gone"; readonly reason: string; readonly status: number };

/** How an endpoint is doing. */
export interface EndpointHealth {
  /** Consecutive failures; those of a slice that showed the endpoint to be down count as one. */
  readonly failures: number;
  readonly failingSince: Date | null;
  /** Nothing is sent until then; null: no hold. */
  readonly heldUntil: Date | null;
  /** Why it must be disabled now; null: it need not. */
  readonly disabledFor: DisableReason | null;
}

/** This many failures without a success show that an endpoint takes nothing, whatever its answers. */
const MANY_FAILURES = 5;
const HOLDS_MS: readonly number[] = [5 * SECOND_MS, 5 * MINUTE_MS, 30 * MINUTE_MS];

/**
 * How an endpoint is doing after a slice of attempts. One that is down is held for up to half an hour, then one webhook tries
 * again. A webhook that the receiver refuses does not hold the others.
 */
export function judgeEndpoint(
  before: Pick<EndpointHealth, "failures" | "failingSince">,
  outcomes: readonly AttemptOutcome[],
  now: Date,
): EndpointHealth {
  const hasSuccess = outcomes.some(({ kind }) => kind === "delivered");
  const failed = outcomes.flatMap((it) => (it.kind === "failed" ? [it] : []));
  if (outcomes.some(({ kind }) => kind === "gone")) {
    return { failures: 0, failingSince: null, heldUntil: null, disabledFor: "gone" };
  }
  if (failed.length === 0 && !hasSuccess) {
    return { ...before, heldUntil: null, disabledFor: null };
  }
  const isUnreachable = failed.some((it) => it.isDown);
  const added = isUnreachable ? 1 : failed.length;
  const failures = hasSuccess ? Number(isUnreachable) : before.failures + added;
  const isDown = isUnreachable || failures >= MANY_FAILURES;
  const failingSince = hasSuccess ? null : (before.failingSince ?? now);
  const isOver =
    failingSince !== null && now.getTime() - failingSince.getTime() >= DISABLE_AFTER_MS;
  const askedMs = Math.max(0, ...failed.map((it) => it.askedMs ?? 0));
  const holdMs = Math.max(
    HOLDS_MS[Math.min(failures, HOLDS_MS.length) - 1] ?? 0,
    Math.min(askedMs, HOLDS_MS.at(-1) ?? 0),
  );
  return {
    failures,
    failingSince,
    heldUntil: isDown && !isOver ? new Date(now.getTime() + holdMs) : null,
    disabledFor: isOver ? "failing" : null,
  };
}
