import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Db, Tx } from "~/db.server";
import { compareWithMark, type RestoreCheck, type Position, type Timeline } from "./timeline";

/** The oldest back-up that should be kept: what a database without a beat may be restored from. */
const OLDEST_BACKUP_MS = 30 * 86_400_000;

const Ancestors = z.array(z.object({ timelineId: z.string(), beat: z.number() }));

export interface Beat {
  readonly comparison: RestoreCheck;
  /** The database as it was found: what happened after it may be missing. */
  readonly found: Timeline;
  /** The state that it went back to, where it was restored. */
  readonly backupAt: Date;
  /** Where it is now. */
  readonly position: Position;
}

/**
 * Raises the database's beat. One that has not come to the mark was put back: from here on it is on a timeline of its
 * own, and the email of all its shops is held. Processes take turns.
 *
 * @param isDeclared a person says that it was restored, whatever the mark says
 */
export async function raiseBeat(
  tx: Tx,
  mark: Position | null,
  { now, isDeclared }: { readonly now: Date; readonly isDeclared: boolean },
): Promise<Beat> {
  const born = { timelineId: randomUUID(), beatAt: new Date(now.getTime() - OLDEST_BACKUP_MS) };
  await tx.timeline.createMany({ data: [{ id: 1, ...born }], skipDuplicates: true });
  await tx.$queryRaw`select id from timeline where id = 1 for update`;
  const row = await tx.timeline.findUniqueOrThrow({ where: { id: 1 } });
  const { timelineId } = row;
  const beat = Number(row.beat);
  const found = { timelineId, beat, ancestors: Ancestors.parse(row.ancestors) };
  const comparison = isDeclared ? "restored" : compareWithMark(found, mark);
  const isRestored = comparison === "restored";
  const backupAt = row.beatAt;
  const position = { timelineId: isRestored ? randomUUID() : timelineId, beat: beat + 1 };
  await tx.timeline.update({
    where: { id: 1 },
    data: {
      ...position,
      beatAt: now,
      ...(isRestored && {
        ancestors: [...found.ancestors, { timelineId, beat }],
        listSince: row.listSince !== null && row.listSince < backupAt ? row.listSince : backupAt,
        listCursor: null,
        listLeaseUntil: null,
      }),
    },
  });
  if (isRestored) await holdAllShops(tx, backupAt, now);
  return { comparison, found, backupAt, position };
}

/** A restore within a restore goes back as far as the first. */
async function holdAllShops(tx: Tx, backupAt: Date, restoredAt: Date): Promise<void> {
  await tx.$executeRaw`
    insert into shop_restore (shop_id, backup_at, restored_at, next_run_at)
    select shop_id, ${backupAt}::timestamptz, ${restoredAt}::timestamptz, ${restoredAt}::timestamptz
    from shop
    on conflict (shop_id) do update set
      backup_at = case when shop_restore.ended_at is null
        then least(shop_restore.backup_at, excluded.backup_at) else excluded.backup_at end,
      restored_at = excluded.restored_at, next_run_at = excluded.next_run_at, skips_due = false,
      ended_at = null`;
}

const LEASE_MS = 5 * 60_000;

/** How far the provider's list has to be read, and how far it was. */
export interface ListToRead {
  readonly since: Date;
  /** The last email that was seen; null: none. */
  readonly cursor: string | null;
  /** Fences: whoever finds another time has lost the list. */
  readonly leaseUntil: Date;
}

/** Whether the provider's list has been read as far back as the back-up. */
export async function isListRead(db: Db): Promise<boolean> {
  return (await db.timeline.count({ where: { listSince: { not: null } } })) === 0;
}

/** Takes the list for this worker: it is of all shops, and read once for them. */
export async function claimList(db: Db, now: Date): Promise<ListToRead | null> {
  const leaseUntil = new Date(now.getTime() + LEASE_MS);
  const { count } = await db.timeline.updateMany({
    where: {
      listSince: { not: null },
      OR: [{ listLeaseUntil: null }, { listLeaseUntil: { lte: now } }],
    },
    data: { listLeaseUntil: leaseUntil },
  });
  if (count === 0) return null;
  const row = await db.timeline.findUniqueOrThrow({ where: { id: 1 } });
  return row.listSince && { since: row.listSince, cursor: row.listCursor, leaseUntil };
}

/** Notes how far the list was read; without a cursor, to its end. @returns false when another worker has it */
export async function noteListRead(
  db: Db,
  { leaseUntil }: ListToRead,
  {
    cursor,
    isOver,
    isReleased: isReleased,
  }: { cursor: string | null; isOver: boolean; isReleased: boolean },
): Promise<boolean> {
  const { count } = await db.timeline.updateMany({
    where: { listLeaseUntil: leaseUntil },
    data: {
      listCursor: cursor,
      ...(isOver && { listSince: null }),
      ...((isOver || isReleased) && { listLeaseUntil: null }),
    },
  });
  return count === 1;
}
