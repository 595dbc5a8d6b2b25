import type { Mailer } from "~/delivery/mailer";
import {
  keepSentMails,
  settleSentBefore,
} from "~/delivery/restore/sent-before-restore-store.server";
import { inShop } from "~/db-scope.server";
import type { ListedMail } from "~/delivery/sent-mails/sent-email-provider";
import type { PrismaClient } from "~/generated/prisma/client";
import type { Queue } from "~/jobs/queue";
import type { Log } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { claimList, noteListRead } from "~/restore/timeline-store.server";
import { applyMailEvents } from "../mail-events/apply-mail-events.server";
import { recordMailEvents } from "../mail-events/mail-event-store.server";
import { suppressRecipients } from "../mail-events/suppress-recipients.server";
import { hasSpareCall, toMailEvent } from "../reconcile/find-listed.server";
import { isBefore } from "../reconcile/match-mail";

export interface RestoreDeps {
  readonly db: PrismaClient;
  readonly keyring: Keyring;
  readonly queue: Queue;
  readonly mailer: Pick<Mailer, "name" | "account" | "sentMails" | "eraseMails">;
  readonly now: () => Date;
  readonly log: Pick<Log, "info">;
}

/** Pages of 100 emails per run. */
const MAX_PAGES = 5;

/** A listed email with its message. */
interface IdentifiedMail {
  readonly listed: ListedMail;
  readonly shopId: ShopId;
  readonly messageId: string;
}

/**
 * Continues reading the provider's list of sent emails, newest first, back to the backup. For all shops at
 * once, because the list does not separate them.
 */
export async function readSentMails(deps: RestoreDeps, signal: AbortSignal): Promise<void> {
  const { db, now, log } = deps;
  const list = await claimList(db, now());
  if (list === null) return;
  let { cursor } = list;
  let isOver = false;
  for (let page = 0; page < MAX_PAGES && !isOver && !signal.aborted; page++) {
    const read = await readPage({ ...list, cursor }, deps);
    if (read === null) break;
    for (const [shopId, mails] of Map.groupBy(read.mails, (it) => it.shopId)) {
      await inShop(shopId, () => applySentMails(shopId, mails, deps));
    }
    ({ cursor, isOver } = read);
    const isOurs = await noteListRead(db, list, { cursor, isOver, isLeft: false });
    log.info({ found: read.mails.length, isOver }, "the provider's list was read after a restore");
    if (!isOurs) return;
  }
  if (!isOver) await noteListRead(db, list, { cursor, isOver, isLeft: true });
}

interface Page {
  readonly mails: readonly IdentifiedMail[];
  readonly cursor: string | null;
  readonly isOver: boolean;
}

/** @returns null while the provider is not available */
async function readPage(
  { since, cursor }: { readonly since: Date; readonly cursor: string | null },
  { db, mailer: { account, sentMails: provider } }: RestoreDeps,
): Promise<Page | null> {
  if (!provider || account === undefined || !(await hasSpareCall(db, account))) return null;
  const page = await provider.list(cursor);
  if (page.kind === "unavailable") return null;
  const mails: IdentifiedMail[] = [];
  for (const listed of page.mails.filter((it) => !isBefore(it, since))) {
    if (!(await hasSpareCall(db, account))) return null;
    const named = await provider.identify(listed.providerId);
    if (named.kind === "unavailable") return null;
    if (named.kind === "ours") mails.push({ listed, ...named });
  }
  const last = page.mails.at(-1);
  const isOver = !page.hasMore || last === undefined || isBefore(last, since);
  return { mails, cursor: last?.providerId ?? null, isOver };
}

/** Records emails that were sent, and their complaints, for a shop. */
async function applySentMails(
  shopId: ShopId,
  mails: readonly IdentifiedMail[],
  { db, ...deps }: RestoreDeps,
): Promise<void> {
  const { keyring, queue, now } = deps;
  const at = now();
  await db.$transaction(async (tx) => {
    if ((await tx.shop.count({ where: { shopId } })) === 0) return;
    await keepSentMails(
      tx,
      shopId,
      mails.map(({ messageId, listed: { providerId, createdAt: sentAt } }) => ({
        messageId,
        providerId,
        sentAt,
      })),
    );
    const messageIds = mails.map(({ messageId }) => messageId);
    await settleSentBefore(tx, shopId, messageIds, { keyring, now: at });
    const events = mails.map(({ listed, messageId }) => toMailEvent(listed, messageId));
    const unknown = await recordMailEvents(tx, shopId, events, at);
    const known = events.filter(({ messageId }) => !unknown.has(messageId));
    await applyMailEvents(tx, shopId, known, at, deps);
    // Complaints count even if the message no longer exists.
    const others = events.filter(({ messageId }) => unknown.has(messageId));
    const suppressed = await suppressRecipients(tx, shopId, others, at, { keyring });
    if (suppressed > 0) await queue.announce(tx, shopId, "suppression_recorded");
    await queue.announce(tx, shopId, "events_recorded");
  });
}
