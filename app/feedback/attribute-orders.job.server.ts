import { readTogether } from "~/db-reads.server";
import { listEndpoints, type WebhookEndpoint } from "~/delivery/webhooks/endpoint-store.server";
import { queueWebhooks } from "~/delivery/webhooks/queue-webhooks.server";
import { factsOfEvents, WEBHOOK_EVENT_KINDS } from "~/delivery/webhooks/webhook-facts";
import type { CommonDeps } from "~/deps";
import { Prisma } from "~/generated/prisma/client";
import { defineEventJob } from "~/events/define-event-job.server";
import type { StoredEvent } from "~/events/event-store.server";
import type { Tx } from "~/db.server";
import { ORDER_EVENT_KINDS } from "~/events/of-kind";
import type { ShopId } from "~/lib/shop-id";
import {
  getAttributionWindowHours,
  listCreditableOrders,
  listOrderIdsAfterClicks,
} from "./attribution-store.server";
import { markDaysSql } from "./counts/count-store.server";
import { recreditListed, recreditOrders } from "./recredit-orders.server";

type Deps = CommonDeps<"db" | "keyring" | "queue" | "now">;

const KINDS = [...ORDER_EVENT_KINDS, ...WEBHOOK_EVENT_KINDS] as const;

/**
 * Attributes the orders affected by new events, and queues webhooks about emails and consent. Orders, clicks, refunds and cancellations may arrive in any
 * order: each recomputes the affected orders from the tables.
 */
export const attributeOrdersJob = defineEventJob<Deps, readonly WebhookEndpoint[]>({
  name: "feedback.attribute-orders",
  consumer: "feedback",
  after: "profiles",
  kinds: KINDS,
  limit: 250,
  isPreparedFirst: true,
  prepare: listEndpoints,
  process: attribute,
});

async function attribute(
  tx: Tx,
  shopId: ShopId,
  events: readonly StoredEvent[],
  { keyring, queue, now }: Deps,
  endpoints: readonly WebhookEndpoint[],
): Promise<readonly Prisma.Sql[]> {
  const facts = factsOfEvents(events);
  await queueWebhooks(tx, shopId, facts, endpoints, { keyring, queue, now: now() });
  const messageIds = events.flatMap(({ payload }) =>
    "messageId" in payload ? [payload.messageId] : [],
  );
  const marks =
    messageIds.length > 0 ? [Prisma.sql`marked as (${markDaysSql(shopId, messageIds)})`] : [];
  const clicks = events.flatMap((event) =>
    event.kind === "email_clicked" && event.payload.classification === "human"
      ? [{ messageId: event.payload.messageId, at: event.occurredAt }]
      : [],
  );
  const changed = events.flatMap((event) =>
    "orderId" in event.payload ? [event.payload.orderId] : [],
  );
  if (clicks.length + changed.length === 0) return marks;
  const [windowHours, listed] = await readTogether(tx, () =>
    Promise.all([
      getAttributionWindowHours(tx, shopId),
      changed.length > 0 ? listCreditableOrders(tx, shopId, [...new Set(changed)]) : null,
    ]),
  );
  if (listed) await recreditListed(tx, shopId, listed, windowHours);
  const led = await listOrderIdsAfterClicks(tx, shopId, clicks, windowHours);
  const done = new Set(changed);
  await recreditOrders(
    tx,
    shopId,
    led.filter((orderId) => !done.has(orderId)),
    windowHours,
  );
  return marks;
}
