import { Prisma } from "~/generated/prisma/client";
import type { Db } from "~/db.server";
import { DurationMs, addMs } from "~/flows/definition/duration";
import { canonicalMailbox } from "~/lib/canonical-mailbox";
import type { Keyring } from "~/privacy/keyring.server";

/*
 * The number of confirmations sent to a mailbox by all shops together, so that typing a stranger's address into many
 * forms cannot flood it. Stores neither the address nor the shops.
 */

/** Maximum confirmations to one mailbox in 24 hours. */
export const MAX_CONFIRMATIONS_PER_DAY = 3;
const DAY_MS = DurationMs.days(1);

/** Claims one of a mailbox's confirmations in any 24 hours. @returns whether one was left */
export async function claimConfirmationSlot(
  db: Db,
  address: string,
  now: Date,
  { keyring }: { readonly keyring: Pick<Keyring, "mailboxIndex"> },
): Promise<boolean> {
  const mailboxIndex = keyring.mailboxIndex(canonicalMailbox(address));
  const since = addMs(now, -DAY_MS);
  const taken = await db.$executeRaw`
    insert into mailbox_counter as counter (mailbox_index, emailed_at, expires_at)
    values (${mailboxIndex}, array[${now}::timestamptz], ${addMs(now, DAY_MS)}::timestamptz)
    on conflict (mailbox_index) do update set expires_at = excluded.expires_at,
      emailed_at = array(select it from unnest(counter.emailed_at) it
        where it > ${since}::timestamptz) || excluded.emailed_at
    where (select count(*) from unnest(counter.emailed_at) it
      where it > ${since}::timestamptz) < ${MAX_CONFIRMATIONS_PER_DAY}`;
  return taken === 1;
}

/** Deletes expired counters, a day after the last confirmation. */
export async function purgeMailboxCounters(db: Db, now: Date): Promise<void> {
  await db.mailboxCounter.deleteMany({ where: { expiresAt: { lte: now } } });
}

/** When the next counter expires, in the first shop. */
export const nextCounterExpiry = (now: Date): Prisma.Sql => Prisma.sql`(
  select min(expires_at) from mailbox_counter
  where expires_at > ${now}::timestamptz and seen.shop_id = (select min(shop_id) from shop))`;
