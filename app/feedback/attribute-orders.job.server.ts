import {
  advanceCursor,
  selectShopsBehind,
  lockCursor,
  readEvents,
  type StoredEvent,
} from "~/events/event-store.server";
import type { Tx } from "~/db.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { getAttributionWindowHours, listOrderIdsAfterClicks } from "./attribution-store.server";
import { markDaysForRecount } from "./counts/count-store.server";
import { recreditOrders } from "./recredit-orders.server";

interface Deps {
  db: PrismaClient;
  keyring: Keyring;
}

const CONSUMER = "feedback";
const FOLLOWS = "profiles";
const SLICE = 250;

const KINDS = [
  "order_placed",
  "order_updated",
  "order_paid",
  "order_fulfilled",
  "order_canceled",
  "order_refunded",
  "order_deleted",
  "email_clicked",
  "email_sent",
  "email_unsubscribed",
] as const;

/**
 * Attributes the orders affected by new events. Orders, clicks, refunds and cancellations may arrive in any
 * order: each recomputes the affected orders from the tables.
 */
export const attributeOrdersJob = defineJob<Deps>({
  name: "feedback.attribute-orders",
  selectDueShops: () => selectShopsBehind(CONSUMER, FOLLOWS),

  async run(shopId, { db, keyring }) {
    return db.$transaction(async (tx) => {
      await lockCursor(tx, shopId, CONSUMER);
      const slice = await readEvents(
        tx,
        shopId,
        { consumer: CONSUMER, upTo: FOLLOWS, kinds: KINDS, limit: SLICE },
        { keyring },
      );
      await attribute(tx, shopId, slice.events);
      await advanceCursor(tx, shopId, CONSUMER, slice.readTo);
      return { more: slice.more };
    });
  },
});

async function attribute(tx: Tx, shopId: ShopId, events: readonly StoredEvent[]): Promise<void> {
  if (events.length === 0) return;
  const windowHours = await getAttributionWindowHours(tx, shopId);
  const clicks = events.flatMap((event) =>
    event.kind === "email_clicked" && event.payload.classification === "human"
      ? [{ messageId: event.payload.messageId, at: event.occurredAt }]
      : [],
  );
  const changed = events.flatMap((event) =>
    "orderId" in event.payload ? [event.payload.orderId] : [],
  );
  const led = await listOrderIdsAfterClicks(tx, shopId, clicks, windowHours);
  const orderIds = [...new Set([...changed, ...led])];
  await markDaysForRecount(
    tx,
    shopId,
    events.flatMap(({ payload }) => ("messageId" in payload ? [payload.messageId] : [])),
  );
  await recreditOrders(tx, shopId, orderIds, windowHours);
}
