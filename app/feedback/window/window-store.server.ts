import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { SendingSettings } from "~/delivery/settings/sending-settings";
import type { ShopId } from "~/lib/shop-id";
import { isSaleSql } from "~/profiles/order-standing-sql.server";

const FIRST_HOURS = SendingSettings.parse({}).attributionWindowHours;

/** Installed shops whose attribution window differs from the applied one. */
export function selectShopsWithNewWindow(): Prisma.Sql {
  return Prisma.sql`
    select shop.shop_id as "shopId" from shop
    left join settings on settings.shop_id = shop.shop_id
    where shop.uninstalled_at is null
      and coalesce(shop.applied_window_hours, ${FIRST_HOURS}::int)
        <> coalesce((settings.sending->>'attributionWindowHours')::int, ${FIRST_HOURS}::int)`;
}

/** Records the applied attribution window. */
export async function settleWindow(db: Db, shopId: ShopId, hours: number): Promise<void> {
  await db.shop.update({ where: { shopId }, data: { appliedWindowHours: hours } });
}

/** Orders that another window may affect: attributed ones and those with a human click in the period before. By id. */
export async function listOrdersOfWindow(
  db: Db,
  shopId: ShopId,
  hours: number,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<string[]> {
  const rows = await db.$queryRaw<{ orderId: string }[]>`
    select order_id as "orderId" from attribution
    where shop_id = ${shopId} and order_id > ${after}
    union
    select o.order_id from "order" o
    join message m on m.shop_id = o.shop_id and m.profile_id = o.profile_id
    join engagement_event h on h.shop_id = m.shop_id and h.message_id = m.message_id
      and h.kind = 'click' and h.classification = 'human'
      and h.occurred_at between o.placed_at - make_interval(hours => ${hours}::int) and o.placed_at
    where o.shop_id = ${shopId} and o.order_id > ${after}
    order by 1 limit ${limit}`;
  return rows.map(({ orderId }) => orderId);
}

export interface WindowCredit {
  readonly orders: number;
  readonly netMinor: number;
}

/** Attributed revenue under a window, of orders since a time, in the shop's currency. */
export async function sumByWindow(
  db: Db,
  shopId: ShopId,
  hours: number,
  since: Date,
): Promise<WindowCredit> {
  const [row] = await db.$queryRaw<[{ orders: number; net: bigint }]>`
    select count(*)::int as orders,
      coalesce(sum(o.total_minor - o.refunded_minor), 0)::bigint as net
    from "order" o join shop on shop.shop_id = o.shop_id and shop.currency = o.currency
    where o.shop_id = ${shopId} and o.placed_at >= ${since}::timestamptz
      and ${isSaleSql("o")}
      and exists (
        select 1 from message m
        join engagement_event h on h.shop_id = m.shop_id and h.message_id = m.message_id
          and h.kind = 'click' and h.classification = 'human'
          and h.occurred_at between o.placed_at - make_interval(hours => ${hours}::int)
            and o.placed_at
        where m.shop_id = o.shop_id and m.profile_id = o.profile_id)`;
  return { orders: row.orders, netMinor: Number(row.net) };
}
