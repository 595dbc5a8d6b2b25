import type { PrismaClient } from "~/generated/prisma/client";
import { AppError, isMissingKey } from "~/lib/errors";
import type { Log } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import {
  buryLostInboxEntries,
  claimInboxEntries,
  giveBackInboxEntry,
  type ClaimedEntry,
  type ClaimOptions,
} from "./inbox-claims.server";

interface Deps {
  readonly db: PrismaClient;
  readonly now: () => Date;
  readonly log: Pick<Log, "warn">;
}

interface Work {
  readonly from: ClaimOptions["from"];
  readonly together: (entries: readonly ClaimedEntry[]) => Promise<void>;
  readonly alone: (entry: ClaimedEntry) => Promise<void>;
}

const SLICE_ENTRIES = 200;
const SLICE_RETRIES = 20;

/**
 * Processes a slice of a shop's inbox: fresh entries in one batch, then retries one by one. Entries
 * lost too often with their worker are dead-lettered first.
 */
export async function workInboxSlice(
  shopId: ShopId,
  { from, together, alone }: Work,
  { db, now }: Pick<Deps, "db" | "now">,
  signal: AbortSignal,
): Promise<{ more: boolean }> {
  const claim = (age: "fresh" | "retried", limit: number) =>
    db.$transaction((tx) => claimInboxEntries(tx, shopId, { now: now(), which: age, limit, from }));

  await db.$transaction((tx) => buryLostInboxEntries(tx, shopId, now()));
  const fresh = await claim("fresh", SLICE_ENTRIES);
  await together(fresh);
  const retried = signal.aborted ? [] : await claim("retried", SLICE_RETRIES);
  for (const entry of retried) await alone(entry);
  return { more: fresh.length === SLICE_ENTRIES || retried.length === SLICE_RETRIES };
}

/** Releases a failed entry for a retry and logs the error. */
export async function giveBack(
  shopId: ShopId,
  { webhookId, topic, attempts }: ClaimedEntry,
  error: unknown,
  words: { readonly log: string; readonly reason: string },
  { db, now, log }: Deps,
): Promise<void> {
  log.warn({ err: error, shopId, webhookId, topic, attempts }, words.log);
  // Other errors may quote the body.
  const reason = error instanceof AppError ? error.message : words.reason;
  await db.$transaction((tx) =>
    giveBackInboxEntry(tx, shopId, {
      ...{ webhookId, attempts, reason, now: now() },
      counts: !isMissingKey(error),
    }),
  );
}
