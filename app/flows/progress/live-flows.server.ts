import { HoldoutSettings } from "~/experiments/holdout-settings";
import { readRows } from "~/db-reads.server";
import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { loadHashedFlowVersions, type HashedFlowVersion } from "../flow-version-store.server";
import type { LiveFlow } from "../rules/plan-enrollments";

/** The shop's live flows; none after an uninstall. */
export async function listLiveFlows(db: Db, shopId: ShopId): Promise<LiveFlow[]> {
  const rows = await readRows<LiveFlowRow>(
    db,
    Prisma.sql`
    select flow.flow_id as "flowId", flow.live_version as version,
      encode(sha256(convert_to(version.definition::text, 'UTF8')), 'hex') as hash, settings.sending
    from flow
    join shop on shop.shop_id = flow.shop_id and shop.uninstalled_at is null
    left join flow_version version on version.shop_id = flow.shop_id
      and version.flow_id = flow.flow_id and version.version = flow.live_version
    left join settings on settings.shop_id = flow.shop_id
    where flow.shop_id = ${shopId} and flow.status = 'live'
    order by flow.flow_id`,
  );
  const definitionOf = await loadHashedFlowVersions(db, shopId, rows);
  return rows.map(({ flowId, version, sending }) => {
    const definition = definitionOf({ flowId, version });
    const { holdoutRate } = HoldoutSettings.parse(sending ?? {});
    return { flowId, version, definition, holdoutRate: definition.holdoutRate ?? holdoutRate };
  });
}

interface LiveFlowRow extends HashedFlowVersion {
  readonly sending: unknown;
}
