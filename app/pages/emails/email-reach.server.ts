import type { Db } from "~/db.server";
import { loadFlowVersions } from "~/flows/flow-version-store.server";
import { countReach, type EmailReach } from "~/flows/moving/count-reach";
import type { ShopId } from "~/lib/shop-id";

/** Effect of publishing an email on a live flow. */
export interface FlowReach extends EmailReach {
  /** Planned messages, which use the version published when they are composed. */
  readonly planned: number;
}

/** Counts enrolled customers that an email can still reach. */
export async function loadFlowReach(
  db: Db,
  shopId: ShopId,
  { flowId, stepIds, templateId }: { flowId: string; stepIds: string[]; templateId: string },
): Promise<FlowReach> {
  const [groups, planned] = await Promise.all([
    db.enrollment.groupBy({
      by: ["version", "stepId"],
      where: { shopId, flowId, state: "active" },
      orderBy: [{ version: "asc" }, { stepId: "asc" }],
      _count: { _all: true },
    }),
    db.messageSending.count({
      where: { shopId, state: "planned", key: { planned: { flowId, stepId: { in: stepIds } } } },
    }),
  ]);
  const standing = groups.map(({ version, stepId, _count }) => ({
    version,
    stepId,
    count: _count._all,
  }));
  const refs = standing.map(({ version }) => ({ flowId, version }));
  const definitionOf = await loadFlowVersions(db, shopId, refs);
  const reach = countReach(templateId, standing, (version) => definitionOf({ flowId, version }));
  return { ...reach, planned };
}
