import { nextTimeIn } from "~/jobs/next-due-times.server";
import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { markDone } from "~/jobs/schedule-store.server";
import type { ShopId } from "~/lib/shop-id";
import type { ProductRating } from "./product-rating";

/** A review app may write a rating without a product webhook, so all are read again after this time. */
const REREAD_HOURS = 24;
/** The schedule's name for a search that found no ratings in the shop. */
const SEARCH = "search-ratings";

/** A product whose rating was read; null: it has none. */
interface ReadRating {
  readonly productId: string;
  readonly rating: ProductRating | null;
}

/** Active products whose rating is to be read, longest due first: new and changed ones, and those read a day ago. */
export async function listDueRatings(
  db: Db,
  shopId: ShopId,
  { now, limit }: { readonly now: Date; readonly limit: number },
): Promise<string[]> {
  const rows = await db.$queryRaw<{ productId: string }[]>`
    select product_id as "productId" from product
    where shop_id = ${shopId} and ${IS_SHOWN} and (rating_read_at is null or ${isOld(now)})
    order by rating_read_at nulls first, product_id
    limit ${limit}::int`;
  return rows.map(({ productId }) => productId);
}

/**
 * Records that products were read.
 *
 * @param asked ids of all products that were read; those without a rating lose theirs
 */
export async function recordRatings(
  db: Db,
  shopId: ShopId,
  {
    asked,
    ratings,
  }: { readonly asked: readonly string[]; readonly ratings: readonly ReadRating[] },
  now: Date,
): Promise<void> {
  const known = new Map(ratings.map((it) => [it.productId, it.rating]));
  const rows = asked.map((productId) => {
    const rating = known.get(productId) ?? null;
    return { productId, stars: rating?.stars ?? null, count: rating?.count ?? null };
  });
  await db.$executeRaw`
    update product set rating_read_at = ${now}::timestamptz,
      rating = incoming.stars, rating_count = incoming.count
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as incoming (
      "productId" text, stars double precision, count int)
    where product.shop_id = ${shopId} and product.product_id = incoming."productId"`;
}

/** Whether any product had a rating when it was last read. */
export async function hasRatings(db: Db, shopId: ShopId): Promise<boolean> {
  const [row] = await db.$queryRaw<{ found: boolean }[]>`
    select exists (
      select 1 from product where shop_id = ${shopId} and ${IS_SHOWN} and rating is not null) as found`;
  return row?.found ?? false;
}

/** Records that no ratings were found, so that the shop is searched again a day later only. */
export async function recordNoRatings(db: Db, shopId: ShopId, at: Date): Promise<void> {
  await markDone(db, shopId, SEARCH, at);
}

/** Shops that have products whose rating is to be read. Those without ratings are searched once a day. */
export function selectShopsWithDueRatings(now: Date): Prisma.Sql {
  // Separate searches, because each can use the index.
  const hasProduct = (condition: Prisma.Sql) => Prisma.sql`exists (
    select 1 from product where product.shop_id = shop.shop_id and ${IS_SHOWN} and ${condition})`;
  return Prisma.sql`
    select shop.shop_id as "shopId" from shop
    left join schedule on schedule.shop_id = shop.shop_id and schedule.task = ${SEARCH}
    where shop.uninstalled_at is null and shop.access_lost_at is null
      and (schedule.done_at is null
        or schedule.done_at < ${now}::timestamptz - make_interval(hours => ${REREAD_HOURS}::int))
      and (${hasProduct(Prisma.sql`rating_read_at is null`)} or ${hasProduct(isOld(now))})`;
}

/** When a shop's next search or next rating is due. */
export function nextRatingTimes(now: Date): Prisma.Sql[] {
  const plus = Prisma.sql`make_interval(hours => ${REREAD_HOURS}::int)`;
  return [
    nextTimeIn("schedule", "done_at", now, { plus, and: Prisma.sql`it.task = ${SEARCH}` }),
    nextTimeIn("product", "rating_read_at", now, { plus, and: IS_SHOWN }),
  ];
}

/** Emails show no other products. */
const IS_SHOWN = Prisma.sql`status = 'active' and deleted_at is null`;

const isOld = (now: Date) => Prisma.sql`
  rating_read_at < ${now}::timestamptz - make_interval(hours => ${REREAD_HOURS}::int)`;
