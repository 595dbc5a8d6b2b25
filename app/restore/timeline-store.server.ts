import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Db, Tx } from "~/db.server";
import { compareWithMark, type RestoreCheck, type Position, type Timeline } from "./timeline";

/** Age of the oldest back-up to support: assumed for a database without a beat. */
const OLDEST_BACKUP_MS = 30 * 86_400_000;

const Ancestors = z.array(z.object({ timelineId: z.string(), beat: z.number() }));

export interface Beat {
  readonly comparison: RestoreCheck;
  /** The state of the database as found: later events may be missing. */
  readonly found: Timeline;
  /** The state that it was restored to, if any. */
  readonly backupAt: Date;
  /** Its current position. */
  readonly position: Position;
}

/**
 * Increments the database's beat. A database behind the mark was restored: it starts a new timeline, and the email of
 * all its shops is paused. Processes take turns.
 *
 * @param isDeclared whether the operator declares a restore, whatever the mark says
 */
export async function incrementBeat(
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

/** A restore within a restore goes back to the state of the first. */
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

/** How far back the provider's list must be read, and how far it was. */
export interface ListToRead {
  readonly since: Date;
  /** The last email read; null: none. */
  readonly cursor: string | null;
  /** Fencing token: a worker that finds another time has lost the list. */
  readonly leaseUntil: Date;
}

/** Whether the provider's list has been read back to the back-up. */
export async function isListRead(db: Db): Promise<boolean> {
  return (await db.timeline.count({ where: { listSince: { not: null } } })) === 0;
}

/** Claims the list, which covers all shops, for this worker. */
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

/**
 * Records how far the list was read; without a cursor, to its end.
 * @returns false when another worker has claimed it
 */
export async function recordListRead(
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
