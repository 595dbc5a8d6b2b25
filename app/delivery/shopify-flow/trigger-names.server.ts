import type { Db } from "~/db.server";
import type { AnyEvent } from "~/events/event";
import type { ShopId } from "~/lib/shop-id";
import type { TriggerNames } from "./flow-trigger";

/** Loads the current names of the segments, flows and campaigns of these events. */
export async function loadTriggerNames(
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
