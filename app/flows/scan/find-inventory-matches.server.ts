import { Prisma } from "~/generated/prisma/client";
import type { ProfileId } from "~/lib/profile-id";
import { isCustomerSql, profileIdSql } from "~/lib/profile-id-sql.server";
import type { ShopId } from "~/lib/shop-id";
import { DurationMs, addMs } from "../definition/duration";
import { mayBeNotifiedSql, mayEnterSql } from "./may-enter-sql.server";
import type { Finder } from "./scan";

interface ProductMatchRow {
  readonly profileId: ProfileId;
  readonly key: string;
  readonly productId: string;
  readonly variantId: string | null;
  readonly at: Date;
}

const toMatch =
  (firesAt: Date) =>
  ({ profileId, key, productId, variantId, at }: ProductMatchRow) => ({
    profileId,
    about: { kind: "product" as const, key, productId, variantId, at, seenMinor: null },
    firesAt,
  });

/** Customers notified per unit of a variant and hour. */
const NOTIFIED_PER_UNIT = 2;

/** Back-in-stock requests as a CTE. */
const requestsSql = (
  shopId: ShopId,
  validDays: number,
  now: Date,
) => Prisma.sql`request as materialized (
      select ${profileIdSql()} as profile_id, payload->>'requestId' as request_id,
        payload->>'productId' as product_id, payload->>'variantId' as variant_id,
        occurred_at as at
      from event
      where shop_id = ${shopId} and kind = 'notify_me_requested' and customer_id is not null
        and payload->>'notify' = 'back_in_stock'
        and occurred_at > ${addMs(now, -DurationMs.days(validDays))}::timestamptz
    )`;

/**
 * Customers who requested a variant that is back in stock: oldest request first, and per hour no
 * more than twice the units, so that the stock suffices. Also customers whose variant
 * sold out again before their turn.
 */
export const findBackInStock: Finder<"back_in_stock"> = async (search, trigger) => {
  const available = await findAvailable(search, trigger);
  const soldOutAgain = await findSoldOutAgain(
    { ...search, limit: search.limit - available.length },
    trigger,
  );
  return [...available, ...soldOutAgain];
};

const findAvailable: Finder<"back_in_stock"> = async (
  { db, shopId, flow, limit, now },
  { minUnits, validDays },
) => {
  const key = Prisma.sql`request.request_id`;
  const rows = await db.$queryRaw<ProductMatchRow[]>`
    with ${requestsSql(shopId, validDays, now)}, queued as (
      select request.*, variant.inventory_quantity as units,
        row_number() over (partition by request.variant_id order by request.at, request.request_id) as place
      from request
      join profile on profile.shop_id = ${shopId} and profile.profile_id = request.profile_id
      join variant on variant.shop_id = ${shopId} and variant.variant_id = request.variant_id
        and variant.available_for_sale
        and (variant.inventory_quantity is null or variant.inventory_quantity >= ${minUnits})
      join product on product.shop_id = ${shopId} and product.product_id = variant.product_id
        and product.status = 'active' and product.deleted_at is null
      where ${mayBeNotifiedSql(flow, key, now)}
    )
    select profile_id as "profileId", request_id as key, product_id as "productId",
      variant_id as "variantId", at
    from queued
    where units is null or place <= ${NOTIFIED_PER_UNIT} * units - (
      select count(*) from enrollment
      where enrollment.shop_id = ${shopId} and enrollment.flow_id = ${flow.flowId}
        and enrollment.enrolled_at > ${addMs(now, -DurationMs.hours(1))}::timestamptz
        and enrollment.context->'trigger'->>'variantId' = queued.variant_id
        and enrollment.context->'trigger'->>'isGoneAgain' is null)
    order by at, request_id limit ${limit}`;
  return rows.map(toMatch(now));
};

/**
 * Customers whose variant sold out again after others were notified and before an email
 * reached them; once per request, which stays open. Empty for flows without that branch.
 */
const findSoldOutAgain: Finder<"back_in_stock"> = async (
  { db, shopId, flow, limit, now },
  { validDays },
) => {
  const [first] = flow.definition.steps;
  if (first?.kind !== "split" || first.condition.kind !== "sold_out") return [];
  const key = Prisma.sql`request.request_id || '/gone-again'`;
  const rows = await db.$queryRaw<ProductMatchRow[]>`
    with ${requestsSql(shopId, validDays, now)}
    select request.profile_id as "profileId", ${key} as key, request.product_id as "productId",
      request.variant_id as "variantId", request.at
    from request
    join profile on profile.shop_id = ${shopId} and profile.profile_id = request.profile_id
    join variant on variant.shop_id = ${shopId} and variant.variant_id = request.variant_id
      and not variant.available_for_sale
    join product on product.shop_id = ${shopId} and product.product_id = variant.product_id
      and product.status = 'active' and product.deleted_at is null
    where ${mayEnterSql(flow, key, now)}
      and exists (
        select 1 from enrollment notified
        where notified.shop_id = ${shopId} and notified.flow_id = ${flow.flowId} and notified.state <> 'scheduled'
          and notified.enrolled_at > request.at
          and notified.context->'trigger'->>'variantId' = request.variant_id
          and notified.context->'trigger'->>'isGoneAgain' is null)
      and not exists (
        select 1 from enrollment own
        join message_status message on message.shop_id = own.shop_id and message.enrollment_id = own.enrollment_id
          and message.state in ('planned', 'sending', 'sent', 'unknown')
        where own.shop_id = ${shopId} and own.flow_id = ${flow.flowId}
          and own.profile_id = request.profile_id and own.object_key = request.request_id)
    order by request.at, request.request_id limit ${limit}`;
  return rows.map((row) => {
    const match = toMatch(now)(row);
    return { ...match, about: { ...match.about, isGoneAgain: true } };
  });
};

/** Days over which sales are counted, and the minimum units sold in them. */
const SALES_DAYS = 7;

/**
 * Customers who viewed a low-stock product often or added it to the cart, if it sells
 * more than once a day.
 */
export const findLowStock: Finder<"low_stock"> = async (
  { db, shopId, flow, limit, now },
  { maxUnits, minViews, seenWithinDays },
) => {
  const key = Prisma.sql`'low/' || seen.product_id || '/' || to_char(${now}::timestamptz at time zone 'UTC', 'YYYY-MM-DD')`;
  const rows = await db.$queryRaw<ProductMatchRow[]>`
    with scarce as (
      select variant.product_id from variant
      join product on product.shop_id = variant.shop_id and product.product_id = variant.product_id
        and product.status = 'active' and product.deleted_at is null
      where variant.shop_id = ${shopId}
      group by variant.product_id
      having bool_and(variant.inventory_quantity is not null) and bool_or(variant.available_for_sale)
        and sum(greatest(variant.inventory_quantity, 0)) between 1 and ${maxUnits}
    ), selling as materialized (
      select scarce.product_id from scarce
      join order_line line on line.shop_id = ${shopId} and line.product_id = scarce.product_id
      join "order" on "order".shop_id = ${shopId} and "order".order_id = line.order_id
        and "order".placed_at > ${addMs(now, -DurationMs.days(SALES_DAYS))}::timestamptz
      group by scarce.product_id having sum(line.quantity) > ${SALES_DAYS}
    ), seen as (
      select visit.profile_id, look->>'productId' as product_id, max(visit.ended_at) as at
      from visit, jsonb_array_elements(visit.viewed) as look
      where visit.shop_id = ${shopId} and ${isCustomerSql("visit.profile_id")}
        and visit.ended_at > ${addMs(now, -DurationMs.days(seenWithinDays))}::timestamptz
        and look->>'productId' in (select product_id from selling)
      group by visit.profile_id, look->>'productId'
      having sum((look->>'views')::int) >= ${minViews} or sum((look->>'added')::int) > 0
    )
    select seen.profile_id as "profileId", ${key} as key, seen.product_id as "productId",
      null::text as "variantId", seen.at
    from seen join profile on profile.shop_id = ${shopId} and profile.profile_id = seen.profile_id
    where ${mayEnterSql(flow, key, now)}
      and coalesce(profile.last_order_at <= seen.at, true)
    order by seen.at desc limit ${limit}`;
  return firstPerProfile(rows).map((row) => {
    const match = toMatch(now)(row);
    return { ...match, about: { ...match.about, fewUnits: maxUnits } };
  });
};

/** The first row of each profile. */
export function firstPerProfile<Row extends { readonly profileId: ProfileId }>(
  rows: readonly Row[],
): Row[] {
  return [...new Map(rows.toReversed().map((row) => [row.profileId, row])).values()].reverse();
}
