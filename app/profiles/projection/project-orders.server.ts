import type { Tx } from "~/db.server";
import type { AnyEvent, RefundSnapshot } from "~/events/event";
import { filterByKind } from "~/events/of-kind";
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

  const before = await listOwners(tx, shopId, orderIds);
  const upserted = await upsertOrders(tx, shopId, newest);
  await keepEarliestFulfillment(tx, shopId, newest);
  await replaceLines(tx, shopId, newest, upserted);
  await upsertRefunds(tx, shopId, [...newest.flatMap((it) => it.refunds), ...separateRefunds]);
  await markDeleted(tx, shopId, deleted);
  await sumRefunds(tx, shopId, orderIds);
  const after = upserted.flatMap(({ profileId }) => profileId ?? []);
  return [...new Set([...before, ...after])];
}

async function listOwners(tx: Tx, shopId: ShopId, orderIds: string[]): Promise<ProfileId[]> {
  const rows = await tx.$queryRaw<{ profileId: ProfileId }[]>`
    select distinct profile_id as "profileId" from "order"
    where shop_id = ${shopId} and order_id = any(${orderIds}::text[]) and profile_id is not null`;
  return rows.map(({ profileId }) => profileId);
}

interface UpsertedOrder {
  readonly orderId: string;
  readonly profileId: ProfileId | null;
  /** Whether it was unknown before, so that it has no lines yet. */
  readonly isNew: boolean;
}

/**
 * Newer states win, by the same comparison as in `newestOrders`.
 *
 * @returns the updated orders
 */
async function upsertOrders(
  tx: Tx,
  shopId: ShopId,
  newest: readonly NewestOrder[],
): Promise<UpsertedOrder[]> {
  if (newest.length === 0) return [];
  const rows = newest.map(({ profileId, order: { lines: _l, refunds: _r, ...order } }) => ({
    ...order,
    profileId,
  }));
  return tx.$queryRaw<UpsertedOrder[]>`
    insert into "order" as known (shop_id, order_id, name, profile_id, placed_at, cancelled_at,
      fulfilled_at, currency, total_minor, checkout_token, cart_token, source_name, test,
      discount_codes, source_updated_at)
    select ${shopId}, "orderId", name, "profileId", "placedAt", "cancelledAt", "fulfilledAt",
      currency, "totalMinor", "checkoutToken", "cartToken", "sourceName", test,
      array(select jsonb_array_elements_text("discountCodes")), "updatedAt"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as incoming (
      "orderId" text, name text, "profileId" text, "placedAt" timestamptz,
      "cancelledAt" timestamptz, "fulfilledAt" timestamptz, currency text, "totalMinor" bigint,
      "checkoutToken" text, "cartToken" text, "sourceName" text, test boolean,
      "discountCodes" jsonb, "updatedAt" timestamptz)
    on conflict (shop_id, order_id) do update set
      name = excluded.name, profile_id = excluded.profile_id, placed_at = excluded.placed_at,
      cancelled_at = excluded.cancelled_at,
      fulfilled_at = least(known.fulfilled_at, excluded.fulfilled_at),
      currency = excluded.currency, total_minor = excluded.total_minor,
      checkout_token = excluded.checkout_token, cart_token = excluded.cart_token,
      source_name = excluded.source_name, test = excluded.test,
      discount_codes = excluded.discount_codes,
      source_updated_at = excluded.source_updated_at
    where (known.source_updated_at, known.cancelled_at is not null, -known.total_minor)
      <= (excluded.source_updated_at, excluded.cancelled_at is not null, -excluded.total_minor)
    returning order_id as "orderId", profile_id as "profileId", xmax = 0 as "isNew"`;
}

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

async function replaceLines(
  tx: Tx,
  shopId: ShopId,
  newest: readonly NewestOrder[],
  upserted: readonly UpsertedOrder[],
): Promise<void> {
  const upsertedIds = new Set(upserted.map(({ orderId }) => orderId));
  const lines = newest.flatMap(({ order: { orderId, lines: own } }) =>
    upsertedIds.has(orderId) ? own.map((it) => ({ orderId, ...it })) : [],
  );
  const knownIds = upserted.flatMap(({ orderId, isNew }) => (isNew ? [] : [orderId]));
  if (knownIds.length > 0) {
    await tx.$executeRaw`
      delete from order_line where shop_id = ${shopId} and order_id = any(${knownIds}::text[])`;
  }
  if (lines.length === 0) return;
  await tx.$executeRaw`
    insert into order_line (shop_id, order_id, line_id, product_id, variant_id, title, quantity,
      net_minor)
    select ${shopId}, "orderId", "lineId", "productId", "variantId", title, quantity, "netMinor"
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as incoming (
      "orderId" text, "lineId" text, "productId" text, "variantId" text, title text, quantity int,
      "netMinor" bigint)
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
