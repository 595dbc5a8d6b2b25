import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring, SealedLocation } from "~/privacy/keyring.server";
import { listRedactedCustomers } from "~/privacy/redacted-store.server";
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
  { keyring, now }: RecordDeps,
): Promise<Recorded> {
  if (events.length === 0) return { recorded: 0, duplicates: 0, erased: new Set() };
  const shopIds = [...new Set(events.map((it) => it.shopId))].sort();
  await tx.$executeRaw`
    select pg_advisory_xact_lock(hashtextextended('events:' || shop_id, 0))
    from unnest(${shopIds}::text[]) as shop_id`;
  const redacted = new Map<ShopId, ReadonlySet<string>>();
  for (const shopId of shopIds) {
    const customerIds = events.flatMap((it) =>
      it.shopId === shopId && it.customerId ? [it.customerId] : [],
    );
    redacted.set(shopId, await listRedactedCustomers(tx, shopId, customerIds));
  }
  const erased = new Set(events.filter((it) => redacted.get(it.shopId)?.has(it.customerId ?? "")));
  const rows = events.map((event) => ({
    shop_id: event.shopId,
    source: event.source,
    source_id: event.sourceId,
    kind: event.kind,
    customer_id: event.customerId,
    visitor_id: erased.has(event) ? null : (event.visitorId ?? null),
    occurred_at: event.occurredAt,
    payload: event.payload,
    // A late event of an erased customer must not restore personal data.
    sealed:
      event.personal && !erased.has(event)
        ? hex(keyring.seal(JSON.stringify(event.personal), placeOf(event)))
        : null,
  }));
  const recorded = await tx.$executeRaw`
    insert into event (shop_id, source, source_id, kind, customer_id, visitor_id, occurred_at, recorded_at, payload, sealed)
    select shop_id, source, source_id, kind, customer_id, visitor_id, occurred_at, ${now()}::timestamptz, payload,
      decode(sealed, 'hex')
    from rows from (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as (
      shop_id text, source text, source_id text, kind text, customer_id text, visitor_id text,
      occurred_at timestamptz, payload jsonb, sealed text)) with ordinality
    order by ordinality
    on conflict (shop_id, source, source_id) do nothing`;
  return { recorded, duplicates: rows.length - recorded, erased };
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
export async function listEvents(
  db: Db,
  shopId: ShopId,
  { after, upTo, kinds, limit }: EventRange,
  { keyring }: { readonly keyring: Pick<Keyring, "open"> },
): Promise<StoredEvent[]> {
  // Prisma's `findMany` takes longer to decode the rows than the database takes to find them.
  const rows = await db.$queryRaw<EventRow[]>`
    select shop_id as "shopId", seq, source, source_id as "sourceId", kind,
      customer_id as "customerId", visitor_id as "visitorId", occurred_at as "occurredAt",
      payload, sealed
    from event
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

/** Blocks a second run of the same consumer until `tx` ends. */
export async function lockCursor(tx: Tx, shopId: ShopId, consumer: string): Promise<void> {
  await tx.$executeRaw`
    select pg_advisory_xact_lock(hashtextextended(${`cursor:${shopId}:${consumer}`}, 0))`;
}

/** The cursors of several consumers, and the `seq` of the shop's newest event. */
export async function findPositions(
  db: Db,
  shopId: ShopId,
  consumers: readonly string[],
): Promise<{ readonly seqOf: ReadonlyMap<string, bigint>; readonly upTo: bigint }> {
  const rows = await db.$queryRaw<{ consumer: string | null; seq: bigint | null }[]>`
    select consumer, seq from cursor where shop_id = ${shopId} and consumer = any(${[...consumers]}::text[])
    union all select null, max(seq) from event where shop_id = ${shopId}`;
  const newest = rows.find(({ consumer }) => consumer === null)?.seq ?? 0n;
  const cursors = rows.map(({ consumer, seq }) => [consumer ?? "", seq ?? 0n] as const);
  return { seqOf: new Map(cursors), upTo: newest };
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
    select consumer, pg_try_advisory_xact_lock(hashtextextended('cursor:' || ${shopId} || ':' || consumer, 0)) as locked
    from unnest(${[...new Set(consumers)]}::text[]) as consumer`;
  return new Set(rows.flatMap(({ consumer, locked }) => (locked ? [consumer] : [])));
}

/** Advances a consumer's cursor, never back. */
export async function advanceCursor(
  tx: Tx,
  shopId: ShopId,
  consumer: string,
  seq: bigint,
): Promise<void> {
  await advanceCursors(tx, shopId, [[consumer, seq]]);
}

/** Advances several cursors, never back. */
export async function advanceCursors(
  tx: Tx,
  shopId: ShopId,
  cursors: readonly (readonly [consumer: string, seq: bigint])[],
): Promise<void> {
  await tx.$executeRaw`
    insert into cursor (shop_id, consumer, seq)
    select ${shopId}, consumer, seq
    from unnest(${cursors.map(([consumer]) => consumer)}::text[],
      ${cursors.map(([, seq]) => seq)}::bigint[]) as come (consumer, seq)
    on conflict (shop_id, consumer) do update set seq = greatest(cursor.seq, excluded.seq)`;
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

interface EventRow {
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

function fromRow(row: EventRow, keyring: Pick<Keyring, "open">): StoredEvent {
  const { kind, sealed, payload, visitorId, ...rest } = row;
  const schema = EVENT_PAYLOADS[kind as EventKind];
  const envelope = { ...rest, ...(visitorId !== null && { visitorId }), kind };
  const event = { ...envelope, payload: schema.parse(payload) } as unknown as StoredEvent;
  const personal = sealed ? Personal.parse(JSON.parse(keyring.open(sealed, placeOf(event)))) : null;
  return { ...event, personal };
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
