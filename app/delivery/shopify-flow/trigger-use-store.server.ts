import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { findLastSeq } from "~/events/event-store.server";
import { markDone } from "~/jobs/schedule-store.server";
import type { ShopId } from "~/lib/shop-id";
import { FLOW_TRIGGER_HANDLES, type FlowTriggerHandle } from "./flow-trigger";

/* A used trigger has a cursor over the shop's events; an unused one has none and costs nothing. */
const consumerOf = (handle: FlowTriggerHandle) => `shopify-flow/${handle}`;
/** When Shopify's last notice was sent: with notices out of order the later one wins. */
const noticeTask = (handle: FlowTriggerHandle) => `shopify-flow-said/${handle}`;

/** The cursor name of a trigger. */
export const triggerConsumer = consumerOf;

export async function listUsedTriggers(db: Db, shopId: ShopId): Promise<FlowTriggerHandle[]> {
  const rows = await db.cursor.findMany({
    where: { shopId, consumer: { in: FLOW_TRIGGER_HANDLES.map(consumerOf) } },
    select: { consumer: true },
  });
  const used = new Set(rows.map(({ consumer }) => consumer));
  return FLOW_TRIGGER_HANDLES.filter((handle) => used.has(consumerOf(handle)));
}

/**
 * Records whether a trigger is in use. Earlier events do not fire it.
 *
 * @returns false when a later notice was recorded first
 */
export async function setTriggerUse(
  tx: Tx,
  shopId: ShopId,
  {
    handle,
    isUsed,
    saidAt,
  }: {
    readonly handle: FlowTriggerHandle;
    readonly isUsed: boolean;
    readonly saidAt: Date;
  },
): Promise<boolean> {
  if (!(await markDone(tx, shopId, noticeTask(handle), saidAt))) return false;
  const consumer = consumerOf(handle);
  if (!isUsed) {
    await tx.cursor.deleteMany({ where: { shopId, consumer } });
    return true;
  }
  const seq = await findLastSeq(tx, shopId);
  await tx.cursor.createMany({ data: [{ shopId, consumer, seq }], skipDuplicates: true });
  return true;
}

/** Installed shops that use a trigger and have new events. */
export function selectShopsWithDueTriggers(): Prisma.Sql {
  return Prisma.sql`
    select distinct shop.shop_id as "shopId" from shop
    join cursor own on own.shop_id = shop.shop_id
      and own.consumer = any(${FLOW_TRIGGER_HANDLES.map(consumerOf)}::text[])
    where shop.uninstalled_at is null and shop.access_lost_at is null and exists (
      select 1 from event where event.shop_id = shop.shop_id and event.seq > own.seq)`;
}
