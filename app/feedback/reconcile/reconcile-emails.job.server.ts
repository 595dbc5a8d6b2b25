import { mailerId, type Mailer } from "~/delivery/mailer";
import type { CommonDeps } from "~/deps";
import { defineJob } from "~/jobs/job.server";
import type { Log } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import type { PersonalDataRegistry } from "~/privacy/personal-data";
import { applyEmailEvents } from "../email-events/apply-email-events.server";
import { recordEmailEvents } from "../email-events/email-event-store.server";
import { findListed, type ListSearchResult } from "./find-listed.server";
import {
  claimUnanswered,
  selectShopsWithUnanswered,
  listUnanswered,
  markNotListed,
  recordListProgress,
  type UnansweredBatch,
  nextUnansweredTimes,
} from "./unanswered-store.server";

interface Deps extends CommonDeps<"db" | "keyring" | "queue" | "now"> {
  readonly personalData: PersonalDataRegistry;
  readonly mailer: Pick<Mailer, "name" | "pool" | "account" | "sentEmails" | "eraseEmails">;
  readonly log: Pick<Log, "info">;
}

/** Pages of 100 emails per run. */
const MAX_PAGES = 20;
const HOUR_MS = 3_600_000;
const RECONCILE_EVERY_MS = 6 * HOUR_MS;
/** Give up when the provider has not answered for a week. */
const GIVE_UP_MS = 7 * 24 * HOUR_MS;

/**
 * Resolves messages of unanswered batches by the provider's list of sent emails. Listed messages were sent.
 * Missing ones are not sent again: the list may be late, and a duplicate is worse.
 */
export const reconcileEmailsJob = defineJob<Deps>({
  name: "feedback.reconcile-emails",
  selectDueShops: selectShopsWithUnanswered,
  nextDueTimes: nextUnansweredTimes,

  async run(shopId, deps, signal) {
    const { db, keyring, now } = deps;
    let batch = await claimUnanswered(db, shopId, now());
    for (let page = 0; batch !== null && page < MAX_PAGES && !signal.aborted; page++) {
      const unanswered = await listUnanswered(db, shopId, batch.batchId, keyring);
      const finding: ListSearchResult =
        unanswered.length === 0
          ? { kind: "read", events: [], cursor: null }
          : // The list of the account to which the shop was moved since does not have them.
            batch.mailer === mailerId(deps.mailer)
            ? await findListed(shopId, { ...batch, unanswered }, deps)
            : { kind: "unavailable" };
      batch = await recordProgress(shopId, batch, finding, deps);
    }
    if (batch === null) return { more: false };
    const rest = { cursor: batch.cursor, nextRunAt: now() };
    const held = batch;
    await db.$transaction((tx) => recordListProgress(tx, shopId, held, rest));
    return { more: true };
  },
});

/**
 * Records the events of a page and the position in the list together.
 *
 * @returns the batch to continue with, or null when done for now
 */
async function recordProgress(
  shopId: ShopId,
  batch: UnansweredBatch,
  finding: ListSearchResult,
  { db, now, log, ...deps }: Deps,
): Promise<UnansweredBatch | null> {
  const at = now();
  if (finding.kind === "unavailable") {
    const isOver = at.getTime() >= batch.since.getTime() + GIVE_UP_MS;
    const nextRunAt = isOver ? null : new Date(at.getTime() + RECONCILE_EVERY_MS);
    // The list may drop the cursor's email: start over next time.
    await db.$transaction((tx) =>
      recordListProgress(tx, shopId, batch, { cursor: null, nextRunAt }),
    );
    return null;
  }
  const { events, cursor } = finding;
  const progress = { cursor, ...(cursor === null && { nextRunAt: null }) };
  const isOurs = await db.$transaction(async (tx) => {
    if (!(await recordListProgress(tx, shopId, batch, progress))) return false;
    await recordEmailEvents(tx, shopId, events, at);
    await applyEmailEvents(tx, shopId, events, at, { ...deps, now });
    if (cursor === null) await markNotListed(tx, shopId, batch.batchId);
    return true;
  });
  log.info(
    { shopId, batchId: batch.batchId, found: events.length },
    "emails looked up in the list",
  );
  return isOurs && cursor !== null ? { ...batch, cursor } : null;
}
