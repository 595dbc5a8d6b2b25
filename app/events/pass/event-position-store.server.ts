import { readRows } from "~/db-reads.server";
import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import type { EventKind } from "../event";
import {
  allCursorsKey,
  EVENT_COLUMNS,
  fromRow,
  type EventRow,
  type StoredEvent,
} from "../event-store.server";

/** Where the consumers of a shop are, and the events that follow. */
export interface EventPositions {
  readonly seqOf: ReadonlyMap<string, bigint>;
  /** The `seq` of the shop's newest event. */
  readonly upTo: bigint;
  /** The first events after the cursor of one consumer. */
  readonly events: readonly StoredEvent[];
}

/**
 * Reads the cursors of several consumers with the events that the first one has not read.
 *
 * @param kinds of the events
 */
export async function readPositions(
  db: Db,
  shopId: ShopId,
  consumers: readonly string[],
  { kinds, limit }: { readonly kinds: readonly EventKind[]; readonly limit: number },
  { keyring }: { readonly keyring: Pick<Keyring, "open"> },
): Promise<EventPositions> {
  const [first = ""] = consumers;
  const rows = await readRows<PositionRow & MissingEventRow>(
    db,
    Prisma.sql`
    with own as materialized (
      select consumer, seq from cursor
      where shop_id = ${shopId} and consumer = any(${[...consumers]}::text[])),
    newest as materialized (
      select coalesce(max(seq), 0) as seq from event where shop_id = ${shopId})
    select newest.seq as "upTo",
      (select coalesce(jsonb_object_agg(consumer, seq::text), '{}') from own) as cursors, found.*
    from newest
    left join lateral (
      select ${EVENT_COLUMNS} from event
      where shop_id = ${shopId} and kind = any(${[...kinds]}::text[])
        and seq > coalesce((select seq from own where consumer = ${first}), 0) and seq <= newest.seq
      order by seq limit ${limit}) found on true
    order by found.seq`,
    { upTo: "bigint", seq: "bigint", occurredAt: "instant", sealed: "bytes" },
  );
  const { cursors = {}, upTo = 0n } = rows[0] ?? {};
  return {
    seqOf: new Map(Object.entries(cursors).map(([consumer, seq]) => [consumer, BigInt(seq)])),
    upTo,
    events: rows.flatMap((row) => (row.seq === null ? [] : [fromRow(row as EventRow, keyring)])),
  };
}

/** All columns are null if there is no event. */
type MissingEventRow = { readonly [Key in keyof EventRow]: EventRow[Key] | null };

interface PositionRow {
  readonly upTo: bigint;
  readonly cursors: Readonly<Record<string, string>>;
}

/**
 * Locks these consumers until `tx` ends, without waiting for those that run elsewhere.
 *
 * @returns the locked ones
 */
export async function tryLockCursors(
  tx: Tx,
  shopId: ShopId,
  consumers: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw<{ consumer: string; locked: boolean }[]>`
    select consumer, case when pg_try_advisory_xact_lock_shared(${allCursorsKey(shopId)}) then
      pg_try_advisory_xact_lock(hashtextextended('cursor:' || ${shopId} || ':' || consumer, 0))
      else false end as locked
    from unnest(${[...new Set(consumers)]}::text[]) as consumer`;
  return new Set(rows.flatMap(({ consumer, locked }) => (locked ? [consumer] : [])));
}
