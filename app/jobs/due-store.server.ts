import type { Db, Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/*
 * `due` says which shops the sweep looks at. A transaction that changes a table which the jobs' searches read adds a row for its
 * shop (`app/db-due-marks.server.ts`), and the sweep replaces what it has looked at by the next time at which a row
 * becomes due without a change. Rows are only added and removed, so that no transaction waits for another: a row that the
 * sweep does not see yet belongs to a change that it does not see yet.
 */

/** Shops of one transaction: searching some takes almost as long as searching all, and locks their rows meanwhile. */
const SHOPS_AT_ONCE = 1_000;
/** Among the longest due rows, so that a search ends: a busy shop has thousands. */
const ROWS_AT_ONCE = 10_000;

export interface ClaimedDue {
  readonly shopId: ShopId;
  readonly dueIds: readonly bigint[];
}

export interface DueClaim {
  readonly claimed: readonly ClaimedDue[];
  /** Rows that are added later have greater ids. */
  readonly lastId: bigint;
}

/**
 * Whether a shop may be due, and whether `fillDue` was called for these searches.
 */
export async function findDue(
  db: Db,
  now: Date,
  filledFor: string,
): Promise<{ readonly isDue: boolean; readonly isFilled: boolean }> {
  const [row] = await db.$queryRaw<{ isDue: boolean; isFilled: boolean }[]>`
    select exists (select from due where due_at <= ${now}::timestamptz) as "isDue",
      exists (select from due where shop_id = ${filledFor}) as "isFilled"`;
  return row ?? { isDue: false, isFilled: false };
}

/**
 * Locks all rows of some shops with due ones until the transaction ends; those that another process has are left to it.
 *
 * @param lastId ignores rows that were added later; null: none
 */
export async function claimDue(tx: Tx, now: Date, lastId: bigint | null): Promise<DueClaim> {
  const rows = await tx.$queryRaw<{ shopId: ShopId; dueId: bigint; lastId: bigint }[]>`
    with longest as materialized (
      select shop_id from due
      where due_at <= ${now}::timestamptz and (${lastId}::bigint is null or due_id <= ${lastId}::bigint)
      order by due_at limit ${ROWS_AT_ONCE})
    select shop_id as "shopId", due_id as "dueId",
      pg_sequence_last_value('due_due_id_seq') as "lastId"
    from due
    where shop_id = any(array(
      select distinct shop_id from longest order by shop_id limit ${SHOPS_AT_ONCE}))
    for update skip locked`;
  return {
    claimed: [...Map.groupBy(rows, ({ shopId }) => shopId)].map(([shopId, own]) => ({
      shopId,
      dueIds: own.map(({ dueId }) => dueId),
    })),
    lastId: rows[0]?.lastId ?? 0n,
  };
}

/** Replaces claimed rows by the next time of each shop; null: none without a change. */
export async function replaceDue(
  tx: Tx,
  claimed: readonly ClaimedDue[],
  nextAt: ReadonlyMap<ShopId, Date | null>,
): Promise<void> {
  const old = claimed.flatMap(({ shopId, dueIds }) => dueIds.map((dueId) => ({ shopId, dueId })));
  const next = claimed.flatMap(({ shopId }) => {
    const dueAt = nextAt.get(shopId);
    return dueAt ? [{ shopId, dueAt }] : [];
  });
  await tx.$executeRaw`
    with replaced as (
      delete from due using unnest(
        ${old.map(({ shopId }) => shopId)}::text[], ${old.map(({ dueId }) => dueId)}::bigint[]) as old (shop_id, due_id)
      where due.shop_id = old.shop_id and due.due_id = old.due_id)
    insert into due (shop_id, due_at)
    select * from unnest(${next.map(({ shopId }) => shopId)}::text[], ${next.map(({ dueAt }) => dueAt)}::timestamptz[])`;
}

/**
 * Has every shop looked at, and others that have due rows, such as erased ones.
 *
 * @param filledFor names the searches in a row of its own. It is missing after a crash of the database, which empties the
 *   table, and for the searches of another release, by which other shops may be due
 */
export async function fillDue(db: Db, others: readonly ShopId[], filledFor: string): Promise<void> {
  await db.$executeRaw`
    insert into due (shop_id, due_at)
    select shop_id, '-infinity'::timestamptz from (
      select shop_id from shop union select unnest(${[...others]}::text[])) as every
    union all
    select ${filledFor}, 'infinity'`;
}
