import { readRows } from "~/db-reads.server";
import type { Db, Tx } from "~/db.server";
import { SendingSettings } from "~/delivery/settings/sending-settings";
import { Prisma } from "~/generated/prisma/client";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Touch } from "./attribute-order";
import { isSaleSql } from "~/profiles/order-standing-sql.server";

/** An order with the facts that its attribution depends on. */
export interface CreditableOrder {
  readonly orderId: string;
  readonly profileId: ProfileId;
  readonly placedAt: Date;
  readonly currency: string;
  readonly totalMinor: bigint;
  readonly refundedMinor: bigint;
  /** False for test, canceled and deleted orders, which are never attributed. */
  readonly counts: boolean;
}

export interface TouchOfMessage extends Touch {
  readonly profileId: ProfileId;
  readonly flowId: string | null;
  readonly stepId: string | null;
}

export async function getAttributionWindowHours(db: Db, shopId: ShopId): Promise<number> {
  const [row] = await readRows<{ sending: unknown }>(
    db,
    Prisma.sql`select sending from settings where shop_id = ${shopId}`,
  );
  return SendingSettings.parse(row?.sending ?? {}).attributionWindowHours;
}

/** Orders by id with the messages that they are attributed to so far. */
export interface CreditableOrders {
  /** Of all requested orders except those with a final attribution. */
  readonly orderIds: readonly string[];
  /** Attributable or not; those without a known profile are missing. */
  readonly orders: readonly CreditableOrder[];
  readonly creditedMessageIds: readonly string[];
}

/** Leaves out orders from before the numbers are counted: retention may have deleted the clicks before them. */
export async function listCreditableOrders(
  db: Db,
  shopId: ShopId,
  orderIds: readonly string[],
): Promise<CreditableOrders> {
  const rows = await readRows<OrderRow>(
    db,
    Prisma.sql`
    select requested.order_id as "orderId", "order".profile_id as "profileId",
      placed_at as "placedAt", "order".currency, total_minor as "totalMinor",
      "order".refunded_minor as "refundedMinor", ${isSaleSql()} as counts,
      attribution.message_id as "creditedMessageId"
    from unnest(${[...orderIds]}::text[]) as requested (order_id)
    left join "order" on "order".shop_id = ${shopId} and "order".order_id = requested.order_id
    left join attribution on attribution.shop_id = ${shopId}
      and attribution.order_id = requested.order_id
    where "order".placed_at is null or "order".placed_at >= coalesce((
      select counted_from from history_retention where shop_id = ${shopId}), '-infinity')`,
    { placedAt: "instant", totalMinor: "bigint", refundedMinor: "bigint" },
  );
  return {
    orderIds: rows.map(({ orderId }) => orderId),
    orders: rows.flatMap(({ creditedMessageId: _, ...order }) =>
      order.profileId === null ? [] : [{ ...order, profileId: order.profileId }],
    ),
    creditedMessageIds: rows.flatMap(({ creditedMessageId }) => creditedMessageId ?? []),
  };
}

type OrderRow = Omit<CreditableOrder, "profileId"> & {
  readonly profileId: ProfileId | null;
  readonly creditedMessageId: string | null;
};

/** Orders of the clicking profiles within the attribution window. */
export async function listOrderIdsAfterClicks(
  db: Db,
  shopId: ShopId,
  clicks: readonly { readonly messageId: string; readonly at: Date }[],
  windowHours: number,
): Promise<string[]> {
  if (clicks.length === 0) return [];
  const rows = await db.$queryRaw<{ orderId: string }[]>`
    select distinct o.order_id as "orderId"
    from jsonb_to_recordset(${JSON.stringify(clicks)}::jsonb) as click("messageId" text, at timestamptz)
    join message m on m.shop_id = ${shopId} and m.message_id = click."messageId"
    join "order" o on o.shop_id = ${shopId} and o.profile_id = m.profile_id
      and o.placed_at between click.at and click.at + make_interval(hours => ${windowHours}::int)`;
  return rows.map(({ orderId }) => orderId);
}

/** Human clicks of profiles in a period, both ends included. */
export async function listTouches(
  db: Db,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<TouchOfMessage[]> {
  return db.$queryRaw<TouchOfMessage[]>`
    select h.message_id as "messageId", h.occurred_at as at, m.profile_id as "profileId",
      m.flow_id as "flowId", m.step_id as "stepId"
    from message m
    join engagement_event h on h.shop_id = m.shop_id and h.message_id = m.message_id
    where m.shop_id = ${shopId} and m.profile_id = any(${[...profileIds]}) and h.kind = 'click' and h.classification = 'human'
      and h.occurred_at between ${from} and ${to}`;
}

export interface Credit {
  readonly order: CreditableOrder;
  readonly touch: TouchOfMessage;
}

/** Replaces the attributions of these orders: writes those that exist and deletes the others. */
export async function replaceCredits(
  tx: Tx,
  shopId: ShopId,
  orderIds: readonly string[],
  credits: readonly Credit[],
  windowHours: number,
): Promise<void> {
  const kept = credits.map(({ order }) => order.orderId);
  await tx.$executeRaw`
    delete from attribution where shop_id = ${shopId}
      and order_id = any(${[...orderIds]}::text[]) and not order_id = any(${kept}::text[])`;
  for (const { order, touch } of credits) {
    const data = {
      messageId: touch.messageId,
      profileId: order.profileId,
      flowId: touch.flowId,
      stepId: touch.stepId,
      clickedAt: touch.at,
      orderedAt: order.placedAt,
      currency: order.currency,
      grossMinor: order.totalMinor,
      refundedMinor: order.refundedMinor,
      windowHours,
    };
    await tx.attribution.upsert({
      where: { shopId_orderId: { shopId, orderId: order.orderId } },
      create: { shopId, orderId: order.orderId, ...data },
      update: data,
    });
  }
}
