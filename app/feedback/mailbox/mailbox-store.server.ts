import { hash } from "node:crypto";
import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { MailboxConfig } from "~/email-config";

const after = (ms: number) =>
  Prisma.sql`clock_timestamp() + make_interval(secs => ${ms / 1_000}::float8)`;

/** Identifies a mailbox, without revealing its user. */
export function nameMailbox({ imapUrl }: Pick<MailboxConfig, "imapUrl">): string {
  const { host, username } = new URL(imapUrl);
  return hash("sha256", `${username}@${host}`).slice(0, 16);
}

/**
 * Takes the mailbox for one process if it is due and no other has it. The database's clock decides, since clocks of
 * machines differ.
 *
 * @returns the consecutive failures so far; null: not due, or another process has it
 */
export async function claimMailbox(
  db: Db,
  mailbox: string,
  owner: string,
  leaseMs: number,
): Promise<{ readonly failures: number } | null> {
  const [row] = await db.$queryRaw<{ failures: number }[]>`
    insert into inbound_mailbox as known (mailbox, lease_token, leased_until, next_read_at)
    values (${mailbox}, ${owner}, ${after(leaseMs)}, clock_timestamp())
    on conflict (mailbox) do update
      set lease_token = excluded.lease_token, leased_until = excluded.leased_until
      where known.next_read_at <= clock_timestamp()
        and (known.leased_until is null or known.leased_until <= clock_timestamp())
    returning failures`;
  return row ?? null;
}

/** @returns false when the lease was lost: another process may be reading */
export async function extendMailboxLease(
  db: Db,
  mailbox: string,
  owner: string,
  leaseMs: number,
): Promise<boolean> {
  const count = await db.$executeRaw`
    update inbound_mailbox set leased_until = ${after(leaseMs)}
    where mailbox = ${mailbox} and lease_token = ${owner} and leased_until > clock_timestamp()`;
  return count === 1;
}

/** Releases the mailbox after it was read, or after a failure, until it is due again. */
export async function releaseMailbox(
  db: Db,
  mailbox: string,
  owner: string,
  { failures, waitMs }: { readonly failures: number; readonly waitMs: number },
): Promise<void> {
  await db.$executeRaw`
    update inbound_mailbox set lease_token = null, leased_until = null, failures = ${failures}::int,
      next_read_at = ${after(waitMs)},
      read_at = case when ${failures}::int = 0 then clock_timestamp() else read_at end
    where mailbox = ${mailbox} and lease_token = ${owner}`;
}

interface MailboxState {
  /** When it was last read completely; null: never. */
  readonly readAt: Date | null;
  readonly ageSeconds: number | null;
  readonly failures: number;
}

/** The state of a mailbox; null before a process has read it. */
export async function findMailboxState(db: Db, mailbox: string): Promise<MailboxState | null> {
  const [row] = await db.$queryRaw<MailboxState[]>`
    select read_at as "readAt", failures,
      extract(epoch from clock_timestamp() - read_at)::float8 as "ageSeconds"
    from inbound_mailbox where mailbox = ${mailbox}`;
  return row ?? null;
}
