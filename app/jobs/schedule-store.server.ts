import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { isShopDue } from "./due-shops.server";

/*
 * When each recurring task of a shop was last done. Daily tasks are due once a day; some are due once an hour for closed shops.
 */

const HOUR_MS = 3_600_000;
const DAY_SECONDS = 86_400;
const startOfHour = (now: Date) => new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS);

/**
 * Shops that are still due today. Each shop and task has its own time at which its day starts, so that the tasks of many shops spread over
 * the day instead of all falling due at midnight.
 */
export function selectShopsDueToday(task: string, now: Date): Prisma.Sql {
  const seconds = now.getTime() / 1_000;
  return Prisma.sql`
    select shop.shop_id as "shopId" from shop
    cross join lateral (
      select (hashtext(shop.shop_id || ' ' || ${task}) & 2147483647) % ${DAY_SECONDS}::int as seconds
    ) late
    left join schedule on schedule.shop_id = shop.shop_id and schedule.task = ${task}
    where schedule.done_at is null or schedule.done_at < to_timestamp(late.seconds
      + ${DAY_SECONDS}::int * floor((${seconds}::float8 - late.seconds) / ${DAY_SECONDS}::int))`;
}

/** The start of the shop's next day for a task. */
export function nextDayTime(task: string, now: Date): Prisma.Sql {
  const seconds = now.getTime() / 1_000;
  return Prisma.sql`(
    select to_timestamp(late.seconds
      + ${DAY_SECONDS}::int * (1 + floor((${seconds}::float8 - late.seconds) / ${DAY_SECONDS}::int)))
    from shop cross join lateral (
      select (hashtext(shop.shop_id || ' ' || ${task}) & 2147483647) % ${DAY_SECONDS}::int as seconds
    ) late
    where shop.shop_id = seen.shop_id)`;
}

/** Whether a shop is still due today. */
export async function isDueToday(
  db: Db,
  shopId: ShopId,
  task: string,
  now: Date,
): Promise<boolean> {
  return isShopDue(db, shopId, selectShopsDueToday(task, now));
}

/** Closed shops that are still due this hour. */
export function selectShopsDueThisHour(task: string, now: Date): Prisma.Sql {
  return Prisma.sql`
    select shop.shop_id as "shopId" from shop
    left join schedule on schedule.shop_id = shop.shop_id and schedule.task = ${task}
    where shop.closed_at is not null
      and (schedule.done_at is null or schedule.done_at < ${startOfHour(now)}::timestamptz)`;
}

/** The start of the next hour, for a closed shop. */
export const nextHourTime = (now: Date): Prisma.Sql => Prisma.sql`(
  select ${new Date(startOfHour(now).getTime() + HOUR_MS)}::timestamptz from shop
  where shop.shop_id = seen.shop_id and shop.closed_at is not null)`;

/** When a task was last done; null: never. */
export async function findDoneAt(db: Db, shopId: ShopId, task: string): Promise<Date | null> {
  const row = await db.schedule.findUnique({
    where: { shopId_task: { shopId, task } },
    select: { doneAt: true },
  });
  return row?.doneAt ?? null;
}

/**
 * Records that a task was done.
 *
 * @returns false when it was done at a later time
 */
export async function markDone(db: Db, shopId: ShopId, task: string, at: Date): Promise<boolean> {
  const written = await db.$executeRaw`
    insert into schedule (shop_id, task, done_at) values (${shopId}, ${task}, ${at}::timestamptz)
    on conflict (shop_id, task) do update set done_at = excluded.done_at
      where schedule.done_at <= excluded.done_at`;
  return written > 0;
}
