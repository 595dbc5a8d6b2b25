import type { Tx } from "~/db.server";
import type { AnyEvent, RefundSnapshot } from "~/events/event";
import { filterByKind } from "~/events/of-kind";
import { Prisma } from "~/generated/prisma/client";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { newestOrders, type NewestOrder } from "./newest-orders";

/**
 * Updates orders, lines and refunds from these events, unless
 * newer states are stored. Uses a fixed number of statements.
 *
 * @returns the profiles whose orders may have changed
 */
export async function projectOrders(
  tx: Tx,
  shopId: ShopId,
  events: readonly AnyEvent[],
): Promise<ProfileId[]> {
  const newest = newestOrders(events);
  const separateRefunds = filterByKind(events, "order_refunded").map((it) => it.payload);
  const deleted = filterByKind(events, "order_deleted").map((it) => ({
    orderId: it.payload.orderId,
    at: it.occurredAt,
  }));
  const orderIds = [
    ...newest.map((it) => it.order.orderId),
    ...separateRefunds.map((it) => it.orderId),
    ...deleted.map((it) => it.orderId),
  ];
  if (orderIds.length === 0) return [];

  const orders = await upsertOrders(tx, shopId, newest, orderIds);
  await keepEarliestFulfillment(tx, shopId, newest);
  await replaceLines(tx, shopId, newest, orders);
  const refunds = [...newest.flatMap((it) => it.refunds), ...separateRefunds];
  await upsertRefunds(tx, shopId, refunds);
  await markDeleted(tx, shopId, deleted);
  if (refunds.length + deleted.length > 0) await sumRefunds(tx, shopId, orderIds);
  return [
    ...new Set(orders.flatMap(({ formerProfileId, profileId }) => [formerProfileId, profileId])),
  ].filter((profileId) => profileId !== null);
}

interface UpsertedOrder {
  readonly orderId: string;
  /** Whose it was. */
  readonly formerProfileId: ProfileId | null;
  readonly profileId: ProfileId | null;
  /** `unchanged`: a newer state was stored, or there is none in these events. */
  readonly change: "inserted" | "updated" | "unchanged";
}

/**
 * Newer states win, by the same comparison as in `newestOrders`. New orders get their lines and earlier reported refunds.
 *
 * @returns the known and the new ones of these orders
 */
async function upsertOrders(
  tx: Tx,
  shopId: ShopId,
  newest: readonly NewestOrder[],
  orderIds: readonly string[],
): Promise<UpsertedOrder[]> {
  const rows = newest.map(({ profileId, order: { refunds: _, utm, ...order } }) => ({
    ...order,
    ...{ utmSource: utm?.source, utmMedium: utm?.medium, utmCampaign: utm?.campaign },
    profileId,
  }));
  return tx.$queryRaw<UpsertedOrder[]>`
    with incoming as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as incoming (
        "orderId" text, name text, "profileId" text, "placedAt" timestamptz,
        "cancelledAt" timestamptz, "fulfilledAt" timestamptz, currency text, "totalMinor" bigint,
        "checkoutToken" text, "cartToken" text, "sourceName" text, test boolean,
        "discountCodes" jsonb, "utmSource" text, "utmMedium" text, "utmCampaign" text,
        "updatedAt" timestamptz, lines jsonb)),
    former as (
      select order_id, profile_id from "order"
      where shop_id = ${shopId} and order_id = any(${[...orderIds]}::text[])),
    upserted as (
    insert into "order" as known (shop_id, order_id, name, profile_id, placed_at, cancelled_at,
      fulfilled_at, currency, total_minor, refunded_minor, checkout_token, cart_token, source_name,
      test, discount_codes, utm_source, utm_medium, utm_campaign, source_updated_at)
    select ${shopId}, "orderId", name, "profileId", "placedAt", "cancelledAt", "fulfilledAt",
      currency, "totalMinor", coalesce((
        select sum(amount_minor) from refund
        where refund.shop_id = ${shopId} and refund.order_id = "orderId"), 0)::bigint,
      "checkoutToken", "cartToken", "sourceName", test,
      array(select jsonb_array_elements_text("discountCodes")), "utmSource", "utmMedium",
      "utmCampaign", "updatedAt"
    from incoming
    on conflict (shop_id, order_id) do update set
      name = excluded.name, profile_id = excluded.profile_id, placed_at = excluded.placed_at,
      cancelled_at = excluded.cancelled_at,
      fulfilled_at = least(known.fulfilled_at, excluded.fulfilled_at),
      currency = excluded.currency, total_minor = excluded.total_minor,
      checkout_token = excluded.checkout_token, cart_token = excluded.cart_token,
      source_name = excluded.source_name, test = excluded.test,
      discount_codes = excluded.discount_codes,
      -- Only webhooks report them, and they do not change.
      utm_source = coalesce(excluded.utm_source, known.utm_source),
      utm_medium = coalesce(excluded.utm_medium, known.utm_medium),
      utm_campaign = coalesce(excluded.utm_campaign, known.utm_campaign),
      source_updated_at = excluded.source_updated_at
    where (known.source_updated_at, known.cancelled_at is not null, -known.total_minor)
      <= (excluded.source_updated_at, excluded.cancelled_at is not null, -excluded.total_minor)
    returning order_id, profile_id, xmax = 0 as is_new),
    lines as (
      insert into order_line (shop_id, order_id, line_id, product_id, variant_id, title, quantity,
        net_minor)
      select ${shopId}, order_id, ${LINE_COLUMNS}
      from upserted join incoming on incoming."orderId" = upserted.order_id
      cross join lateral jsonb_to_recordset(incoming.lines) as line (${LINE_TYPES})
      where is_new
      on conflict do nothing)
    select order_id as "orderId", former.profile_id as "formerProfileId",
      upserted.profile_id as "profileId",
      case is_new when true then 'inserted' when false then 'updated' else 'unchanged' end as change
    from former full join upserted using (order_id)`;
}

const LINE_COLUMNS = Prisma.sql`"lineId", "productId", "variantId", title, quantity, "netMinor"`;
const LINE_TYPES = Prisma.sql`"lineId" text, "productId" text, "variantId" text, title text,
  quantity int, "netMinor" bigint`;

/** An out-of-order event can contain the earliest fulfillment time. */
async function keepEarliestFulfillment(
  tx: Tx,
  shopId: ShopId,
  newest: readonly NewestOrder[],
): Promise<void> {
  const rows = newest.flatMap(({ order: { orderId }, firstFulfilledAt }) =>
    firstFulfilledAt ? [{ orderId, firstFulfilledAt }] : [],
  );
  if (rows.length === 0) return;
  await tx.$executeRaw`
    update "order" set fulfilled_at = least(fulfilled_at, "firstFulfilledAt")
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as incoming ("orderId" text, "firstFulfilledAt" timestamptz)
    where shop_id = ${shopId} and order_id = "orderId"
      and fulfilled_at is distinct from least(fulfilled_at, "firstFulfilledAt")`;
}

/** Replaces the lines of updated orders. */
async function replaceLines(
  tx: Tx,
  shopId: ShopId,
  newest: readonly NewestOrder[],
  orders: readonly UpsertedOrder[],
): Promise<void> {
  const updated = new Set(
    orders.flatMap(({ orderId, change }) => (change === "updated" ? [orderId] : [])),
  );
  if (updated.size === 0) return;
  await tx.$executeRaw`
    delete from order_line where shop_id = ${shopId} and order_id = any(${[...updated]}::text[])`;
  const lines = newest.flatMap(({ order: { orderId, lines: own } }) =>
    updated.has(orderId) ? own.map((it) => ({ orderId, ...it })) : [],
  );
  if (lines.length === 0) return;
  await tx.$executeRaw`
    insert into order_line (shop_id, order_id, line_id, product_id, variant_id, title, quantity,
      net_minor)
    select ${shopId}, "orderId", ${LINE_COLUMNS}
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as incoming (
      "orderId" text, ${LINE_TYPES})
    on conflict do nothing`;
}

/** Refunds are immutable; if the order and the refund event differ, the larger amount counts. */
async function upsertRefunds(
  tx: Tx,
  shopId: ShopId,
  refunds: readonly RefundSnapshot[],
): Promise<void> {
  if (refunds.length === 0) return;
  await tx.$executeRaw`
    insert into refund as known (shop_id, refund_id, order_id, amount_minor, refunded_at)
    select ${shopId}, "refundId", min("orderId"), max("amountMinor"), min("refundedAt")
    from jsonb_to_recordset(${JSON.stringify(refunds)}::jsonb) as incoming (
      "refundId" text, "orderId" text, "amountMinor" bigint, "refundedAt" timestamptz)
    group by "refundId"
    on conflict (shop_id, refund_id) do update set
      amount_minor = greatest(known.amount_minor, excluded.amount_minor),
      refunded_at = least(known.refunded_at, excluded.refunded_at)`;
}

/** Also marks unknown orders, whose events may arrive late. */
async function markDeleted(
  tx: Tx,
  shopId: ShopId,
  deleted: readonly { readonly orderId: string; readonly at: Date }[],
): Promise<void> {
  if (deleted.length === 0) return;
  await tx.$executeRaw`
    insert into "order" as known (shop_id, order_id, name, placed_at, currency, total_minor,
      source_updated_at, deleted_at)
    select ${shopId}, "orderId", '', min(at), 'XXX', 0, to_timestamp(0), min(at)
    from jsonb_to_recordset(${JSON.stringify(deleted)}::jsonb)
      as deleted ("orderId" text, at timestamptz)
    group by "orderId"
    on conflict (shop_id, order_id) do update
      set deleted_at = least(known.deleted_at, excluded.deleted_at)`;
}

async function sumRefunds(tx: Tx, shopId: ShopId, orderIds: string[]): Promise<void> {
  await tx.$executeRaw`
    update "order" set refunded_minor = refunded.minor
    from (select order_id, sum(amount_minor)::bigint as minor from refund
      where shop_id = ${shopId} and order_id = any(${orderIds}::text[]) group by order_id) refunded
    where "order".shop_id = ${shopId} and "order".order_id = refunded.order_id
      and "order".refunded_minor <> refunded.minor`;
}
