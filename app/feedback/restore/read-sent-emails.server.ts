import type { Mailer } from "~/delivery/mailer";
import {
  storeSentEmails,
  settleSentBefore,
} from "~/delivery/restore/sent-before-restore-store.server";
import { inShop } from "~/db-scope.server";
import type { ListedEmail } from "~/delivery/sent-email-provider";
import type { Config } from "~/config";
import type { CommonDeps } from "~/deps";
import type { Log } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import type { PersonalDataRegistry } from "~/privacy/personal-data";
import { claimList, recordListRead } from "~/restore/timeline-store.server";
import { applyEmailEvents } from "../email-events/apply-email-events.server";
import { recordEmailEvents } from "../email-events/email-event-store.server";
import { suppressRecipients } from "../email-events/suppress-recipients.server";
import { hasSpareCall, toEmailEvent } from "../reconcile/find-listed.server";
import { isBefore } from "../reconcile/match-email";

export interface RestoreDeps extends CommonDeps<"db" | "keyring" | "queue" | "now"> {
  readonly personalData: PersonalDataRegistry;
  readonly mailer: Pick<Mailer, "name" | "account" | "sentEmails" | "eraseEmails">;
  readonly config: Pick<Config, "emailPools">;
  readonly log: Pick<Log, "info">;
}

/** Pages of 100 emails per run. */
const MAX_PAGES = 5;

/** A listed email with its message. */
interface IdentifiedEmail {
  readonly listed: ListedEmail;
  readonly shopId: ShopId;
  readonly messageId: string;
}

/**
 * Continues reading the provider's list of sent emails, newest first, back to the backup. For all shops at
 * once, because the list does not separate them.
 */
export async function readSentEmails(deps: RestoreDeps, signal: AbortSignal): Promise<void> {
  const { db, now, log } = deps;
  const list = await claimList(db, now());
  if (list === null) return;
  let { cursor } = list;
  let isOver = false;
  for (let page = 0; page < MAX_PAGES && !isOver && !signal.aborted; page++) {
    const read = await readPage({ ...list, cursor }, deps);
    if (read === null) break;
    for (const [shopId, emails] of Map.groupBy(read.emails, (it) => it.shopId)) {
      await inShop(shopId, () => applySentEmails(shopId, emails, deps));
    }
    ({ cursor, isOver } = read);
    const isOurs = await recordListRead(db, list, { cursor, isOver, isReleased: false });
    log.info({ found: read.emails.length, isOver }, "the provider's list was read after a restore");
    if (!isOurs) return;
  }
  if (!isOver) await recordListRead(db, list, { cursor, isOver, isReleased: true });
}

interface Page {
  readonly emails: readonly IdentifiedEmail[];
  readonly cursor: string | null;
  readonly isOver: boolean;
}

/** @returns null while the provider is not available */
async function readPage(
  { since, cursor }: { readonly since: Date; readonly cursor: string | null },
  { db, mailer: { account, sentEmails: provider } }: RestoreDeps,
): Promise<Page | null> {
  if (!provider || account === undefined || !(await hasSpareCall(db, account))) return null;
  const page = await provider.list(cursor);
  if (page.kind === "unavailable") return null;
  const emails: IdentifiedEmail[] = [];
  for (const listed of page.emails.filter((it) => !isBefore(it, since))) {
    if (!(await hasSpareCall(db, account))) return null;
    const named = await provider.identify(listed.providerId);
    if (named.kind === "unavailable") return null;
    if (named.kind === "ours") emails.push({ listed, ...named });
  }
  const last = page.emails.at(-1);
  const isOver = !page.hasMore || last === undefined || isBefore(last, since);
  return { emails, cursor: last?.providerId ?? null, isOver };
}

/** Records emails that were sent, and their complaints, for a shop. */
async function applySentEmails(
  shopId: ShopId,
  emails: readonly IdentifiedEmail[],
  { db, ...deps }: RestoreDeps,
): Promise<void> {
  const { keyring, queue, now } = deps;
  const at = now();
  await db.$transaction(async (tx) => {
    if ((await tx.shop.count({ where: { shopId } })) === 0) return;
    await storeSentEmails(
      tx,
      shopId,
      emails.map(({ messageId, listed: { providerId, createdAt: sentAt } }) => ({
        messageId,
        providerId,
        sentAt,
      })),
    );
    const messageIds = emails.map(({ messageId }) => messageId);
    await settleSentBefore(tx, shopId, messageIds, { keyring, now: at });
    const events = emails.map(({ listed, messageId }) => toEmailEvent(listed, messageId));
    const unknown = await recordEmailEvents(tx, shopId, events, at);
    const known = events.filter(({ messageId }) => !unknown.has(messageId));
    await applyEmailEvents(tx, shopId, known, at, deps);
    // Complaints count even if the message no longer exists.
    const others = events.filter(({ messageId }) => unknown.has(messageId));
    const suppressed = await suppressRecipients(tx, shopId, others, at, { keyring });
    if (suppressed > 0) await queue.announce(tx, shopId, "suppression_recorded");
    await queue.announce(tx, shopId, "events_recorded");
  });
}
