import {
  settleSentBefore,
  skipDueBefore,
} from "~/delivery/restore/sent-before-restore-store.server";
import type { Db, Tx } from "~/db.server";
import { defineJob } from "~/jobs/job.server";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "~/privacy/audit-store.server";
import { requestSyncUntil } from "~/profiles/reconciliation/reconciliation-store.server";
import {
  endRestore,
  findOpenRestore,
  selectShopsInRestore,
  postponeRestoreCheck,
  type OpenRestore,
  nextRestoreTimes,
} from "~/restore/shop-restore-store.server";
import { isListRead } from "~/restore/timeline-store.server";
import { readSentEmails, type RestoreDeps } from "./read-sent-emails.server";

const RECHECK_MS = 60_000;
/** Time limit for the list; after it, due messages are skipped, as without a list. */
const LIST_WAIT_MS = 24 * 3_600_000;

/**
 * Resumes a shop's email after a restore once opt-outs and emails since the backup are known: consent is read
 * from Shopify and projected, and the provider's list is matched, or due messages are skipped without a list.
 * The local outbox needs neither, because it stores each id once.
 */
export const reconcileRestoreJob = defineJob<RestoreDeps>({
  name: "feedback.reconcile-restore",
  selectDueShops: selectShopsInRestore,
  nextDueTimes: nextRestoreTimes,

  async run(shopId, deps, signal) {
    const { db, queue, now, log } = deps;
    const restore = await findOpenRestore(db, shopId);
    if (restore === null) return { more: false };
    const later = new Date(now().getTime() + RECHECK_MS);
    await postponeRestoreCheck(db, shopId, later);

    const isSynced = await requestSyncUntil(db, shopId, restore.restoredAt);
    const how = await findSent(restore, deps, signal);
    if (how === "later" || !isSynced || !(await isProjected(db, shopId))) return { more: false };
    const ended = await db.$transaction(async (tx) => {
      if (!(await endRestore(tx, shopId, { skipsDue: how === "skip" }, now()))) return false;
      const emails = how === "skip" ? await skipDueBefore(tx, shopId, restore.restoredAt) : 0;
      if (how === "list") await settleAllSent(tx, shopId, deps);
      await recordAudit(tx, shopId, {
        auditId: `restore-ended/${restore.restoredAt.toISOString()}`,
        at: now(),
        actor: "kindred",
        action: "restore_ended",
        detail: { backupAt: restore.backupAt.toISOString(), how, skippedEmails: emails },
      });
      await queue.announce(tx, shopId, "enrollments_due");
      await queue.announce(tx, shopId, "campaign_due");
      await queue.announce(tx, shopId, "messages_planned");
      return true;
    });
    if (ended) log.info({ shopId, how }, "email resumes after the restore");
    return { more: false };
  },
});

/** Determines what was sent since the backup. */
async function findSent(
  { restoredAt }: OpenRestore,
  deps: RestoreDeps,
  signal: AbortSignal,
): Promise<"list" | "by_id" | "skip" | "later"> {
  const { db, mailer, now, config } = deps;
  if (mailer.name === "outbox") return "by_id";
  // Since the backup a shop may have been in any pool, and each account has its own list.
  if (Object.keys(config.emailPools).length > 0) return "skip";
  if (!mailer.sentEmails) return "skip";
  if (await isListRead(db)) return "list";
  await readSentEmails(deps, signal);
  if (await isListRead(db)) return "list";
  return now().getTime() - restoredAt.getTime() > LIST_WAIT_MS ? "skip" : "later";
}

/** Whether the imported customers are projected to profiles. */
async function isProjected(db: Db, shopId: ShopId): Promise<boolean> {
  const unprojected = await db.$queryRaw<unknown[]>`
    select 1 from event
    where shop_id = ${shopId}
      and seq > coalesce((
        select seq from cursor where shop_id = ${shopId} and consumer = 'profiles'), 0)
      and (kind = 'consent_changed' or kind like 'customer%')
    limit 1`;
  return unprojected.length === 0;
}

/** Messages that were listed as sent before they were planned again. */
async function settleAllSent(tx: Tx, shopId: ShopId, { keyring, now }: RestoreDeps): Promise<void> {
  const sent = await tx.sentBeforeRestore.findMany({
    where: { shopId },
    select: { messageId: true },
  });
  const messageIds = sent.map(({ messageId }) => messageId);
  await settleSentBefore(tx, shopId, messageIds, { keyring, now: now() });
}
