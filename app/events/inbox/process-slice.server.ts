import type { CommonDeps } from "~/deps";
import { AppError, isMissingKey } from "~/lib/errors";
import type { Log } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import { deadLetterLostRows } from "~/jobs/due-rows.server";
import {
  claimInboxEntries,
  INBOX_ENTRIES,
  releaseInboxEntry,
  type ClaimedEntry,
  type ClaimOptions,
} from "./inbox-claims.server";

interface Deps extends CommonDeps<"db" | "now"> {
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
 * lost too often with their worker are dead-lettered before.
 */
export async function processInboxSlice(
  shopId: ShopId,
  { from, processBatch, processOne }: Processor,
  { db, now }: Pick<Deps, "db" | "now">,
  signal: AbortSignal,
): Promise<{ more: boolean }> {
  const claim = (age: "fresh" | "retried", limit: number) =>
    claimInboxEntries(db, shopId, { now: now(), which: age, limit, from });

  const fresh = await claim("fresh", SLICE_ENTRIES);
  if (fresh.length > 0) await processBatch(fresh);
  const mayRetry = fresh[0]?.areRetriesWaiting ?? true;
  if (mayRetry) await deadLetterLostRows(db, INBOX_ENTRIES, shopId, now());
  const retried = signal.aborted || !mayRetry ? [] : await claim("retried", SLICE_RETRIES);
  for (const entry of retried) await processOne(entry);
  return { more: fresh.length === SLICE_ENTRIES || retried.length === SLICE_RETRIES };
}

/** Releases a failed entry for a retry and logs the error. */
export async function releaseFailedEntry(
  shopId: ShopId,
  entry: ClaimedEntry,
  error: unknown,
  messages: { readonly log: string; readonly reason: string },
  { db, now, log }: Deps,
): Promise<void> {
  const { webhookId, topic, attempts } = entry;
  log.warn({ err: error, shopId, webhookId, topic, attempts }, messages.log);
  // Other errors may quote the body.
  const reason = error instanceof AppError ? error.message : messages.reason;
  const counts = !isMissingKey(error);
  await releaseInboxEntry(db, shopId, entry, { reason, counts, now: now() });
}
