import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const dayOf = (now: Date): bigint => BigInt(Math.floor(now.getTime() / DAY_MS));
const hourOf = (now: Date): bigint => BigInt(Math.floor(now.getTime() / HOUR_MS));

/*
 * Work that is due once a day for each shop, kept as a cursor over days: the
 * number of the last day (UTC, since 1970) that is dealt with. For shops that
 * are closed there is work that is due once an hour, kept likewise.
 */

/** Shops that are still due today. */
export async function listShopsDueToday(db: Db, turn: string, now: Date): Promise<ShopId[]> {
  const rows = await db.$queryRaw<{ shopId: ShopId }[]>`
    select shop.shop_id as "shopId" from shop
    left join cursor on cursor.shop_id = shop.shop_id and cursor.consumer = ${turn}
    where coalesce(cursor.seq, 0) < ${dayOf(now)}`;
  return rows.map((it) => it.shopId);
}

/** Whether a shop is still due today. */
export async function isDueToday(
  db: Db,
  shopId: ShopId,
  turn: string,
  now: Date,
): Promise<boolean> {
  const cursor = await db.cursor.findUnique({
    where: { shopId_consumer: { shopId, consumer: turn } },
    select: { seq: true },
  });
  return (cursor?.seq ?? 0n) < dayOf(now);
}

export async function markDoneToday(
  db: Db,
  shopId: ShopId,
  turn: string,
  now: Date,
): Promise<void> {
  await markDoneUntil(db, shopId, turn, dayOf(now));
}

/** Closed shops that are still due this hour. */
export async function listShopsDueThisHour(db: Db, turn: string, now: Date): Promise<ShopId[]> {
  const rows = await db.$queryRaw<{ shopId: ShopId }[]>`
    select shop.shop_id as "shopId" from shop
    left join cursor on cursor.shop_id = shop.shop_id and cursor.consumer = ${turn}
    where shop.closed_at is not null and coalesce(cursor.seq, 0) < ${hourOf(now)}`;
  return rows.map((it) => it.shopId);
}

export async function markDoneThisHour(
  db: Db,
  shopId: ShopId,
  turn: string,
  now: Date,
): Promise<void> {
  await markDoneUntil(db, shopId, turn, hourOf(now));
}

async function markDoneUntil(db: Db, shopId: ShopId, turn: string, upTo: bigint): Promise<void> {
  await db.$executeRaw`
    insert into cursor (shop_id, consumer, seq) values (${shopId}, ${turn}, ${upTo})
    on conflict (shop_id, consumer) do update set seq = greatest(cursor.seq, excluded.seq)`;
}
