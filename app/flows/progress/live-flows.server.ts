import { HoldoutSettings } from "~/experiments/holdout-settings";
import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { loadFlowVersions } from "../flow-version-store.server";
import type { LiveFlow } from "../rules/plan-enrollments";

/** The shop's live flows; none after an uninstall. */
export async function listLiveFlows(db: Db, shopId: ShopId): Promise<LiveFlow[]> {
  const flows = await db.flow.findMany({
    where: { shopId, status: "live", shop: { uninstalledAt: null } },
    select: { flowId: true, liveVersion: true },
    orderBy: { flowId: "asc" },
  });
  if (flows.length === 0) return [];
  const refs = flows.map(({ flowId, liveVersion }) => ({ flowId, version: liveVersion }));
  const definitionOf = await loadFlowVersions(db, shopId, refs);
  const settings = await db.settings.findUnique({ where: { shopId }, select: { sending: true } });
  const { holdoutRate } = HoldoutSettings.parse(settings?.sending ?? {});
  return refs.map((ref) => {
    const definition = definitionOf(ref);
    return { ...ref, definition, holdoutRate: definition.holdoutRate ?? holdoutRate };
  });
}
