import {
  findCurrentPrice,
  findLowestPriorPrice,
  findPriceAt,
  type PricePoint,
} from "~/catalog/price-history";
import type { Db } from "~/db.server";
import { ProductSnapshot } from "~/events/event";
import { Prisma } from "~/generated/prisma/client";
import type { ProfileId } from "~/lib/profile-id";
import { isCustomerSql } from "~/lib/profile-id-sql.server";
import type { ShopId } from "~/lib/shop-id";
import { getTriggerDelayMs } from "../definition/trigger";
import { DurationMs, addMs } from "../definition/duration";
import { isPriceDrop } from "../rules/entry-guards";
import type { LiveFlow } from "../rules/plan-enrollments";
import { firstPerProfile } from "./find-inventory-matches.server";
import { mayEnterSql } from "./may-enter-sql.server";
import type { Finder } from "./scan";
import { isSaleSql } from "~/profiles/order-standing-sql.server";

/** Older price drops are ignored. */
const MAX_DROP_AGE_MS = DurationMs.days(2);
const MAX_PRODUCTS = 200;
const MAX_VIEWS = 2_000;

/**
 * Customers who viewed a product or started a checkout with it before its price dropped enough, compared with the
 * price at that time. Skips customers who bought it or hold a valid emailed discount. Chooses the last viewed of
 * several products. A price that was as low within the previous 30 days is no drop.
 */
export const findPriceDrops: Finder<"price_drop"> = async (
  { db, shopId, flow, limit, now },
  trigger,
) => {
  const { seenWithinDays } = trigger;
  const since = addMs(now, -DurationMs.days(seenWithinDays));
  const prices = await loadPrices(db, shopId, now);
  const cheap = [...prices].flatMap(([productId, own]) => {
    const drop = findCurrentPrice(own);
    const lowest = findLowestPriorPrice(own);
    const isLowest = drop && (lowest === null || drop.priceMinor < lowest);
    return isLowest && drop.at > addMs(now, -MAX_DROP_AGE_MS) ? [{ productId, drop }] : [];
  });
  if (cheap.length === 0) return [];
  const dropOf = new Map(cheap.map(({ productId, drop }) => [productId, drop]));
  const views = await listProductViews(db, shopId, flow, [...dropOf.keys()], since, now);
  const found = views.flatMap(({ profileId, productId, at }) => {
    const drop = dropOf.get(productId);
    const seenMinor = findPriceAt(prices.get(productId) ?? [], at);
    if (!drop || seenMinor === null || at >= drop.at) return [];
    if (!isPriceDrop(drop.priceMinor, seenMinor, trigger)) return [];
    const key = `price/${productId}/${drop.at.toISOString().slice(0, 10)}`;
    return [
      {
        profileId,
        about: { kind: "product", key, productId, variantId: null, at, seenMinor } as const,
        firesAt: addMs(drop.at, getTriggerDelayMs(trigger)),
      },
    ];
  });
  return firstPerProfile(found).slice(0, limit);
};

/** The price history of recently changed products. */
async function loadPrices(
  db: Db,
  shopId: ShopId,
  now: Date,
): Promise<Map<string, readonly PricePoint[]>> {
  const rows = await db.$queryRaw<{ productId: string; at: Date; payload: unknown }[]>`
    with lately as (
      select distinct payload->>'productId' as product_id from event
      where shop_id = ${shopId} and kind = 'product_changed'
        and occurred_at > ${addMs(now, -MAX_DROP_AGE_MS)}::timestamptz
      limit ${MAX_PRODUCTS}
    )
    select payload->>'productId' as "productId", occurred_at as at, payload from event
    where shop_id = ${shopId} and kind = 'product_changed'
      and payload->>'productId' in (select product_id from lately)`;
  const prices = rows.map(({ productId, at, payload }) => ({
    productId,
    at,
    priceMinor: Math.min(
      ...ProductSnapshot.parse(payload).variants.map(({ priceMinor }) => priceMinor),
    ),
  }));
  return Map.groupBy(prices, ({ productId }) => productId);
}

interface ProductView {
  readonly profileId: ProfileId;
  readonly productId: string;
  readonly at: Date;
}

/** Latest views or checkouts of these products by profiles that may enter the flow, newest first. */
function listProductViews(
  db: Db,
  shopId: ShopId,
  flow: LiveFlow,
  productIds: readonly string[],
  since: Date,
  now: Date,
): Promise<ProductView[]> {
  // The object key is not known yet, so duplicates are detected on insert.
  return db.$queryRaw<ProductView[]>`
    with looks as (
      select visit.profile_id, look->>'productId' as product_id, visit.ended_at as at
      from visit, jsonb_array_elements(visit.viewed) as look
      where visit.shop_id = ${shopId} and ${isCustomerSql("visit.profile_id")}
        and visit.ended_at > ${since}::timestamptz
      union all
      select checkout.profile_id, line->>'productId', checkout.started_at
      from checkout, jsonb_array_elements(checkout.lines) as line
      where checkout.shop_id = ${shopId} and ${isCustomerSql("checkout.profile_id")}
        and checkout.started_at > ${since}::timestamptz
    )
    select looks.profile_id as "profileId", looks.product_id as "productId", max(looks.at) as at
    from looks
    join profile on profile.shop_id = ${shopId} and profile.profile_id = looks.profile_id
    where looks.product_id = any(${[...productIds]}::text[])
      and not exists (
        select 1 from "order"
        join order_line line on line.shop_id = "order".shop_id and line.order_id = "order".order_id
        where "order".shop_id = ${shopId} and "order".profile_id = looks.profile_id
          and ${isSaleSql()} and line.product_id = looks.product_id)
      and not exists (
        select 1 from discount_code code
        where code.shop_id = ${shopId} and code.profile_id = looks.profile_id
          and code.state = 'given' and code.ends_at > ${now}::timestamptz
          and not exists (
            select 1 from "order"
            where "order".shop_id = ${shopId} and "order".profile_id = looks.profile_id
              and "order".placed_at > code.given_at))
      and ${mayEnterSql(flow, Prisma.sql`''`, now)}
    group by looks.profile_id, looks.product_id
    order by at desc limit ${MAX_VIEWS}`;
}
