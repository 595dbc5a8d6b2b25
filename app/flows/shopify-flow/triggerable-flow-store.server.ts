import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/** Live flows with the Shopify Flow trigger, by case-insensitive name or by id. */
export async function listTriggerableFlows(
  db: Db,
  shopId: ShopId,
  name: string,
): Promise<{ readonly flowId: string }[]> {
  return db.$queryRaw<{ flowId: string }[]>`
    select flow.flow_id as "flowId" from flow
    join flow_version version on version.shop_id = flow.shop_id
      and version.flow_id = flow.flow_id and version.version = flow.live_version
    where flow.shop_id = ${shopId} and flow.status = 'live'
      and version.definition->'trigger'->>'kind' = 'shopify_flow'
      and (lower(flow.name) = lower(${name.trim()}) or flow.flow_id = ${name.trim()})
    limit 2`;
}
