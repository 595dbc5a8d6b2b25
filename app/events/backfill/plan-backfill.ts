import { backOffMs } from "~/lib/back-off";
import type { Backfill } from "./backfill-store.server";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** The imports that must be settled first. */
const AFTER: Readonly<Record<Backfill["resource"], readonly Backfill["resource"][]>> = {
  products: [],
  collections: ["products"],
  customers: [],
  orders: ["customers"],
};

export type BackfillStep =
  /** Start the bulk operation. */
  | "start"
  /** Poll the bulk operation. */
  | "check"
  /** Record the result. */
  | "import"
  /** Retry a failed import. */
  | "retry"
  | "none";

/**
 * The next step of one import. A running operation is polled on every run, because a webhook may
 * have announced its end.
 */
export function planBackfillStep(
  backfill: Pick<Backfill, "resource" | "state" | "nextRunAt">,
  all: readonly Pick<Backfill, "resource" | "state">[],
  now: Date,
): BackfillStep {
  if (backfill.state === "running") return "check";
  if (backfill.nextRunAt > now) return "none";
  switch (backfill.state) {
    case "waiting":
      return "start";
    case "failed":
      return "retry";
    case "importing": {
      const isBlocked = all.some(
        (it) =>
          AFTER[backfill.resource].includes(it.resource) &&
          it.state !== "done" &&
          it.state !== "failed",
      );
      return isBlocked ? "none" : "import";
    }
    case "done":
      return "none";
  }
}

/** When to poll again: after a tenth of the time so far, between 5 s and 5 min. */
export function nextCheckAt(startedAt: Date | null, now: Date): Date {
  const elapsedMs = startedAt ? now.getTime() - startedAt.getTime() : 0;
  return inMs(now, Math.min(5 * MINUTE_MS, Math.max(5 * SECOND_MS, elapsedMs / 10)));
}

const MAX_ATTEMPTS = 6;
const RETRY_FAILED_MS = 6 * 60 * MINUTE_MS;
const BACK_OFF = { firstMs: 30 * SECOND_MS, longestMs: RETRY_FAILED_MS };

/** Doubles the wait after each failure, then marks the import as failed for six hours. */
export function afterFailure(
  attempts: number,
  now: Date,
): { readonly state: "waiting" | "failed"; readonly nextRunAt: Date } {
  if (attempts >= MAX_ATTEMPTS) return { state: "failed", nextRunAt: inMs(now, RETRY_FAILED_MS) };
  return { state: "waiting", nextRunAt: inMs(now, backOffMs(attempts, BACK_OFF)) };
}

/** After a refusal that only the merchant or Shopify can resolve. */
export const afterRefusal = (now: Date): Date => inMs(now, 15 * MINUTE_MS);

const inMs = (from: Date, ms: number) => new Date(from.getTime() + ms);
