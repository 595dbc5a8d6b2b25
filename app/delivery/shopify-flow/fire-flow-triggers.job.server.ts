import type { CommonDeps } from "~/deps";
import { advanceCursor, readEvents, type StoredEvent } from "~/events/event-store.server";
import { defineJob } from "~/jobs/job.server";
import { AppError } from "~/lib/errors";
import type { ShopId } from "~/lib/shop-id";
import { adminGraphql, type AdminDeps } from "~/shopify/admin-graphql.server";
import { flowTriggerReceive } from "~/shopify/operations/flow-trigger";
import {
  FLOW_TRIGGERS,
  buildTriggerPayload,
  type FlowTriggerHandle,
  type TriggerNames,
} from "./flow-trigger";
import {
  selectShopsWithDueTriggers,
  listUsedTriggers,
  triggerConsumer,
} from "./trigger-use-store.server";
import type { Db } from "~/db.server";
import type { AnyEvent } from "~/events/event";

type Deps = AdminDeps & CommonDeps<"db" | "now">;

const SLICE_EVENTS = 20;

/**
 * Fires Shopify Flow triggers, one trigger after another, each in event order. The cursor advances after each
 * accepted event: a rejected event is retried, and after a crash one event may fire twice.
 */
export const fireFlowTriggersJob = defineJob<Deps>({
  name: "delivery.fire-flow-triggers",
  selectDueShops: selectShopsWithDueTriggers,

  async run(shopId, deps, signal) {
    let more = false;
    for (const handle of await listUsedTriggers(deps.db, shopId)) {
      if (signal.aborted) return { more: false };
      more = (await fireSlice(shopId, handle, deps, signal)) || more;
    }
    return { more };
  },
});

async function fireSlice(
  shopId: ShopId,
  handle: FlowTriggerHandle,
  deps: Deps,
  signal: AbortSignal,
): Promise<boolean> {
  const { db } = deps;
  const consumer = triggerConsumer(handle);
  const kinds = [FLOW_TRIGGERS[handle]];
  const slice = await readEvents(db, shopId, { consumer, kinds, limit: SLICE_EVENTS }, deps);
  const names = await loadTriggerNames(db, shopId, slice.events);
  const moveTo = (seq: bigint) => db.$transaction((tx) => advanceCursor(tx, shopId, consumer, seq));
  for (const event of slice.events) {
    if (signal.aborted) return false;
    const payload = buildTriggerPayload(event, names, deps.now());
    if (payload !== null) await fireTrigger(shopId, handle, payload, event, deps);
    await moveTo(event.seq);
  }
  await moveTo(slice.readTo);
  return slice.more;
}

/** @throws AppError for a retryable failure */
async function fireTrigger(
  shopId: ShopId,
  handle: FlowTriggerHandle,
  payload: Readonly<Record<string, number | string>>,
  { seq }: StoredEvent,
  deps: Deps,
): Promise<void> {
  try {
    await adminGraphql(shopId, flowTriggerReceive, { handle, payload }, deps);
  } catch (error) {
    // Shopify rejected the input: a retry would fail again and block later events.
    if (!(error instanceof AppError) || error.code !== "invalid_input") throw error;
    deps.log.warn({ shopId, handle, seq: String(seq) }, "Shopify Flow did not take a trigger");
  }
}

/** Loads the current names of the segments, flows and campaigns of these events. */
async function loadTriggerNames(
  db: Db,
  shopId: ShopId,
  events: readonly AnyEvent[],
): Promise<TriggerNames> {
  const segmentIds = events.flatMap((it) =>
    it.kind === "segment_joined" ? [it.payload.segmentId] : [],
  );
  const messageIds = events.flatMap((it) =>
    it.kind === "email_clicked" ? [it.payload.messageId] : [],
  );
  const segments = await db.segment.findMany({
    where: { shopId, segmentId: { in: [...new Set(segmentIds)] } },
    select: { segmentId: true, name: true },
  });
  const senders = await db.$queryRaw<{ messageId: string; name: string }[]>`
    select message.message_id as "messageId", coalesce(flow.name, campaign.name) as name
    from message
    left join flow on flow.shop_id = message.shop_id and flow.flow_id = message.flow_id
    left join campaign on campaign.shop_id = message.shop_id
      and campaign.campaign_id = message.campaign_id
    where message.shop_id = ${shopId} and message.message_id = any(${messageIds}::text[])
      and coalesce(flow.name, campaign.name) is not null`;
  return {
    segments: new Map(segments.map(({ segmentId, name }) => [segmentId, name])),
    senders: new Map(senders.map(({ messageId, name }) => [messageId, name])),
  };
}
