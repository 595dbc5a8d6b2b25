import type { PrismaClient } from "~/generated/prisma/client";
import { AppError, isMissingKey } from "~/lib/errors";
import type { Log } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import {
  deadLetterLostInboxEntries,
  claimInboxEntries,
  releaseInboxEntry,
  type ClaimedEntry,
  type ClaimOptions,
} from "./inbox-claims.server";

interface Deps {
  readonly db: PrismaClient;
  readonly now: () => Date;
  readonly log: Pick<Log, "warn">;
}

interface Processor {
  readonly from: ClaimOptions["from"];
  readonly processBatch: (entries: readonly ClaimedEntry[]) => Promise<void>;
  readonly processOne: (entry: ClaimedEntry) => Promise<void>;
}

const SLICE_ENTRIES = 200;
const SLICE_RETRIES = 20;

/**
 * Processes a slice of a shop's inbox: fresh entries in one batch, then retries one by one. Entries
 * lost too often with their worker are dead-lettered first.
 */
export async function processInboxSlice(
  shopId: ShopId,
  { from, processBatch, processOne }: Processor,
  { db, now }: Pick<Deps, "db" | "now">,
  signal: AbortSignal,
): Promise<{ more: boolean }> {
  const claim = (age: "fresh" | "retried", limit: number) =>
    db.$transaction((tx) => claimInboxEntries(tx, shopId, { now: now(), which: age, limit, from }));

  await db.$transaction((tx) => deadLetterLostInboxEntries(tx, shopId, now()));
  const fresh = await claim("fresh", SLICE_ENTRIES);
  await processBatch(fresh);
  const retried = signal.aborted ? [] : await claim("retried", SLICE_RETRIES);
  for (const entry of retried) await processOne(entry);
  return { more: fresh.length === SLICE_ENTRIES || retried.length === SLICE_RETRIES };
}

/** Releases a failed entry for a retry and logs the error. */
export async function releaseFailedEntry(
  shopId: ShopId,
  { webhookId, topic, attempts }: ClaimedEntry,
  error: unknown,
  messages: { readonly log: string; readonly reason: string },
  { db, now, log }: Deps,
): Promise<void> {
  log.warn({ err: error, shopId, webhookId, topic, attempts }, messages.log);
  // Other errors may quote the body.
  const reason = error instanceof AppError ? error.message : messages.reason;
  await db.$transaction((tx) =>
    releaseInboxEntry(tx, shopId, {
      ...{ webhookId, attempts, reason, now: now() },
      counts: !isMissingKey(error),
    }),
  );
}
