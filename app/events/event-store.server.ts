import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring, SealedLocation } from "~/privacy/keyring.server";
import { isRedactedSql } from "~/privacy/redacted-store.server";
import { advanceCursors } from "./advance-cursors.server";
import { EVENT_PAYLOADS, Personal, type AnyEvent, type EventKind } from "./event";

interface RecordDeps {
  readonly keyring: Pick<Keyring, "seal">;
  readonly now: () => Date;
}

interface Recorded {
  readonly recorded: number;
  readonly duplicates: number;
  /** Events of erased customers, stored without personal data. */
  readonly erased: ReadonlySet<AnyEvent>;
}

/**
 * Appends events of any shops. Existing events, by natural key, stay unchanged.
 *
 * Writers of one shop take turns until they commit, so that `seq` rises in the order of commits: a reader never misses a lower number.
 */
export async function recordEvents(
  tx: Tx,
  events: readonly AnyEvent[],
  deps: RecordDeps,
): Promise<Recorded> {
  if (events.length === 0) return { recorded: 0, duplicates: 0, erased: new Set() };
  const shopIds = [...new Set(events.map((it) => it.shopId))].sort();
  await tx.$executeRaw`
    select ${lockEventsSql(Prisma.sql`shop_id`)} from unnest(${shopIds}::text[]) as shop_id`;
  return recordLockedEvents(tx, events, deps);
}

/** SQL of the call by which a transaction takes its turn to record events of a shop. */
export const lockEventsSql = (shopId: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`pg_advisory_xact_lock(hashtextextended('events:' || ${shopId}, 0))`;

/** As `recordEvents`, after an earlier statement of the transaction that made the call of `lockEventsSql`. */
export async function recordLockedEvents(
  tx: Tx,
  events: readonly AnyEvent[],
  { keyring, now }: RecordDeps,
): Promise<Recorded> {
  const rows = events.map((event) => ({
    shop_id: event.shopId,
    source: event.source,
    source_id: event.sourceId,
    kind: event.kind,
    customer_id: event.customerId,
    visitor_id: event.visitorId ?? null,
    occurred_at: event.occurredAt,
    payload: event.payload,
    sealed: event.personal
      ? hex(keyring.seal(JSON.stringify(event.personal), placeOf(event)))
      : null,
  }));
  // A late event of an erased customer must not restore personal data.
  const [result] = await tx.$queryRaw<{ recorded: number; erased: number[] }[]>`
    with incoming as materialized (
      select it.*, ${isRedactedSql("it")} as is_erased,
        case when kind = 'custom_event_received'
          then sha256(convert_to(source || '/' || source_id, 'UTF8')) end as key_hash
      from rows from (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as (
        shop_id text, source text, source_id text, kind text, customer_id text, visitor_id text,
        occurred_at timestamptz, payload jsonb, sealed text)) with ordinality as it),
    recorded as (
      insert into event (shop_id, source, source_id, kind, customer_id, visitor_id, occurred_at, recorded_at, payload, sealed)
      select shop_id, source, source_id, kind, customer_id,
        case when not is_erased then visitor_id end, occurred_at, ${now()}::timestamptz, payload,
        case when not is_erased then decode(sealed, 'hex') end
      from incoming
      -- Deleted by retention: its sender repeats it.
      where kind <> 'custom_event_received' or not exists (
        select 1 from event_key
        where event_key.shop_id = incoming.shop_id
          and event_key.hash = incoming.key_hash)
      order by ordinality
      on conflict (shop_id, source, source_id) do nothing
      returning 1)
    select (select count(*)::int from recorded) as recorded,
      array(select ordinality::int from incoming where is_erased) as erased`;
  const { recorded = 0, erased = [] } = result ?? {};
  return {
    recorded,
    duplicates: rows.length - recorded,
    erased: new Set(erased.flatMap((ordinality) => events[ordinality - 1] ?? [])),
  };
}

/** An event as stored. */
export type StoredEvent = AnyEvent & { readonly seq: bigint };

export interface EventSlice {
  /** In recording order. */
  readonly events: readonly StoredEvent[];
  /** The cursor after these events; it also skips kinds that were not requested. */
  readonly readTo: bigint;
  /** Whether the slice is full, so that more may be waiting. */
  readonly more: boolean;
}

export interface ReadOptions {
  readonly consumer: string;
  /** The consumer that must have read the events first. */
  readonly upTo?: string | undefined;
  readonly kinds?: readonly EventKind[];
  readonly limit: number;
}

/** The events after the consumer's cursor. A consumer never overtakes its `upTo` consumer. */
export async function readEvents(
  db: Db,
  shopId: ShopId,
  { consumer, upTo, kinds, limit }: ReadOptions,
  { keyring }: { readonly keyring: Pick<Keyring, "open"> },
): Promise<EventSlice> {
  const [after = 0n, ahead = 0n] = await findCursors(db, shopId, [consumer, upTo ?? consumer]);
  const last = upTo ? ahead : await findLastSeq(db, shopId);
  if (last <= after) return { events: [], readTo: after, more: false };
  const events = await listEvents(db, shopId, { after, upTo: last, kinds, limit }, { keyring });
  const more = events.length === limit;
  const readTo = more ? (events.at(-1)?.seq ?? last) : last;
  return { events, readTo, more };
}

interface EventRange {
  readonly after: bigint;
  readonly upTo: bigint;
  readonly kinds?: readonly EventKind[] | undefined;
  readonly limit: number;
}

/** The first events of a range, in recording order. */
async function listEvents(
  db: Db,
  shopId: ShopId,
  { after, upTo, kinds, limit }: EventRange,
  { keyring }: { readonly keyring: Pick<Keyring, "open"> },
): Promise<StoredEvent[]> {
  // Prisma's `findMany` takes longer to decode the rows than the database takes to find them.
  const rows = await db.$queryRaw<EventRow[]>`
    select ${EVENT_COLUMNS} from event
    where shop_id = ${shopId} and seq > ${after} and seq <= ${upTo}
      and (${kinds === undefined}::boolean or kind = any(${[...(kinds ?? [])]}::text[]))
    order by seq limit ${limit}`;
  return rows.map((row) => fromRow(row, keyring));
}

/** A consumer's cursor: the last processed `seq`, 0 before the first. */
export async function findCursor(db: Db, shopId: ShopId, consumer: string): Promise<bigint> {
  const row = await db.cursor.findUnique({ where: { shopId_consumer: { shopId, consumer } } });
  return row?.seq ?? 0n;
}

/** The cursors of several consumers, in the given order. */
export async function findCursors(
  db: Db,
  shopId: ShopId,
  consumers: readonly string[],
): Promise<bigint[]> {
  const rows = await db.cursor.findMany({ where: { shopId, consumer: { in: [...consumers] } } });
  const seqs = new Map(rows.map(({ consumer, seq }) => [consumer, seq]));
  return consumers.map((consumer) => seqs.get(consumer) ?? 0n);
}

/** Blocks a second run of the same consumer until `tx` ends, after waiting for `lockAllCursors`. */
export async function lockCursor(tx: Tx, shopId: ShopId, consumer: string): Promise<void> {
  await tx.$executeRaw`
    select pg_advisory_xact_lock_shared(${allCursorsKey(shopId)}),
      pg_advisory_xact_lock(hashtextextended(${`cursor:${shopId}:${consumer}`}, 0))`;
}

/**
 * Waits for all running consumers of the shop and blocks them until `tx` ends: what they read before is written, and
 * they read again after. Must be the first lock of `tx`, because consumers hold their lock while they wait for rows.
 */
export async function lockAllCursors(tx: Tx, shopId: ShopId): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(${allCursorsKey(shopId)})`;
}

/** SQL of the key of the lock that each consumer shares while it runs. */
export const allCursorsKey = (shopId: ShopId): Prisma.Sql =>
  Prisma.sql`hashtextextended(${`cursors:${shopId}`}, 0)`;

/** Advances a consumer's cursor, never back. */
export async function advanceCursor(
  tx: Tx,
  shopId: ShopId,
  consumer: string,
  seq: bigint,
): Promise<void> {
  await advanceCursors(tx, shopId, [[consumer, seq]]);
}

/**
 * The shops in which a consumer has events to read: behind the consumer it
 * follows, or behind the last event.
 */
export function selectShopsBehind(consumer: string, upTo?: string): Prisma.Sql {
  return upTo
    ? Prisma.sql`
        select ahead.shop_id as "shopId" from cursor ahead
        left join cursor own on own.shop_id = ahead.shop_id and own.consumer = ${consumer}
        where ahead.consumer = ${upTo} and ahead.seq > coalesce(own.seq, 0)`
    : Prisma.sql`
        select shop.shop_id as "shopId" from shop
        left join cursor own on own.shop_id = shop.shop_id and own.consumer = ${consumer}
        where exists (
          select 1 from event where event.shop_id = shop.shop_id and event.seq > coalesce(own.seq, 0))`;
}

const placeOf = (event: Pick<AnyEvent, "shopId" | "source" | "sourceId">): SealedLocation => ({
  table: "event",
  column: "sealed",
  shopId: event.shopId,
  row: `${event.source}/${event.sourceId}`,
});

/** The `seq` of the shop's newest event, 0 before the first. */
export async function findLastSeq(db: Db, shopId: ShopId): Promise<bigint> {
  // Prisma's own `_max` reads every event of the shop; this is one index lookup.
  const [row] = await db.$queryRaw<{ seq: bigint | null }[]>`
    select max(seq) as seq from event where shop_id = ${shopId}`;
  return row?.seq ?? 0n;
}

export interface EventRow {
  readonly shopId: ShopId;
  readonly seq: bigint;
  readonly source: string;
  readonly sourceId: string;
  readonly kind: string;
  readonly customerId: CustomerId | null;
  readonly visitorId: string | null;
  readonly occurredAt: Date;
  readonly payload: unknown;
  readonly sealed: Uint8Array | null;
}

export const EVENT_COLUMNS = Prisma.sql`shop_id as "shopId", seq, source, source_id as "sourceId", kind,
  customer_id as "customerId", visitor_id as "visitorId", occurred_at as "occurredAt", payload, sealed`;

export function fromRow(row: EventRow, keyring: Pick<Keyring, "open">): StoredEvent {
  const { shopId, seq, source, sourceId, customerId, occurredAt } = row;
  const { kind, sealed, payload, visitorId } = row;
  const rest = { shopId, seq, source, sourceId, customerId, occurredAt };
  const schema = EVENT_PAYLOADS[kind as EventKind];
  const envelope = { ...rest, ...(visitorId !== null && { visitorId }), kind };
  const event = { ...envelope, payload: schema.parse(payload) } as unknown as StoredEvent;
  const personal = sealed ? Personal.parse(JSON.parse(keyring.open(sealed, placeOf(event)))) : null;
  return { ...event, personal };
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
