import type { Departure } from "~/delivery/decision/forecast-departures";

/** What a merchant sees of an email that has not left yet. */
export interface PendingEmail {
  /** `next`: its time has come, and it leaves as soon as the worker gets to it. */
  readonly kind: Departure["kind"] | "next";
  /** When it leaves or, if that is unknown, when it is decided again. Never in the past. */
  readonly at: Date;
  /** Why it has not left, or why it will be skipped; null: its time has not come. */
  readonly reason: string | null;
}

interface Waiting {
  readonly nextRunAt: Date | null;
  /** Why it was deferred until then. */
  readonly reason: string | null;
}

/**
 * The state of an email that waits. Its deferral reason is valid until its next attempt. After that only the forecast
 * has the current reason, because the night that deferred it may be over.
 *
 * @param departure its forecast; null: there is none
 */
export function pendingEmail(
  { nextRunAt, reason }: Waiting,
  departure: Departure | null,
  now: Date,
): PendingEmail {
  if (nextRunAt !== null && nextRunAt > now) {
    // It is deferred until it expires, but leaves as soon as the merchant takes a larger plan.
    if (reason === "plan_limit" && departure?.kind === "skipped") {
      return { kind: "waits", at: nextRunAt, reason };
    }
    if (departure !== null && departure.kind !== "leaves") return departure;
    return { kind: "leaves", at: departure?.at ?? nextRunAt, reason };
  }
  if (departure === null || (departure.kind === "leaves" && departure.reason === null)) {
    return { kind: "next", at: now, reason: "due" };
  }
  return departure;
}
