import type { Backfill } from "./backfill-store.server";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** What an import needs to have been settled before it. */
const AFTER: Readonly<Record<Backfill["resource"], readonly Backfill["resource"][]>> = {
  products: [],
  collections: ["products"],
  customers: [],
  orders: ["customers"],
};

export type BackfillStep =
  /** Ask Shopify to write the result. */
  | "start"
  /** Ask how far Shopify is. */
  | "check"
  /** Record what the result holds. */
  | "import"
  /** A failed import's time has come again. */
  | "retry"
  | "none";

/**
 * What one import needs now. Shopify is asked about a running operation at each
 * occasion: a webhook may have said that it is finished.
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

/** When to ask again how far Shopify is: after a tenth of the time it has taken, from 5 s to 5 min. */
export function nextCheckAt(startedAt: Date | null, now: Date): Date {
  const elapsedMs = startedAt ? now.getTime() - startedAt.getTime() : 0;
  return inMs(now, Math.min(5 * MINUTE_MS, Math.max(5 * SECOND_MS, elapsedMs / 10)));
}

const MAX_ATTEMPTS = 6;
const RETRY_FAILED_MS = 6 * 60 * MINUTE_MS;

/** After the `attempts`-th failure: wait twice as long each time, then count as failed for six hours. */
export function afterFailure(
  attempts: number,
  now: Date,
): { readonly state: "waiting" | "failed"; readonly nextRunAt: Date } {
  if (attempts >= MAX_ATTEMPTS) return { state: "failed", nextRunAt: inMs(now, RETRY_FAILED_MS) };
  return { state: "waiting", nextRunAt: inMs(now, 15 * SECOND_MS * 2 ** attempts) };
}

/** After a refusal that only the merchant, or Shopify, can take back. */
export const afterRefusal = (now: Date): Date => inMs(now, 15 * MINUTE_MS);

const inMs = (from: Date, ms: number) => new Date(from.getTime() + ms);
