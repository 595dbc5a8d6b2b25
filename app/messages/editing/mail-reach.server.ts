import type { Db } from "~/db.server";
import { loadFlowVersions } from "~/flows/flow-version-store.server";
import { countReach, type EmailReach } from "~/flows/moving/count-reach";
import type { ShopId } from "~/lib/shop-id";

/** What publishing a mail does for those who are in a flow that is on. */
export interface FlowReach extends EmailReach {
  /** Emails with it that are planned and have not left: they say what is published by then. */
  readonly planned: number;
}

/** Whom a mail of a flow still reaches among those who are in it now. */
export async function loadFlowReach(
  db: Db,
  shopId: ShopId,
  { flowId, stepIds, templateId }: { flowId: string; stepIds: string[]; templateId: string },
): Promise<FlowReach> {
  const [runs, planned] = await Promise.all([
    db.enrollment.groupBy({
      by: ["version", "stepId"],
      where: { shopId, flowId, state: "active" },
      orderBy: [{ version: "asc" }, { stepId: "asc" }],
      _count: { _all: true },
    }),
    db.message.count({ where: { shopId, flowId, stepId: { in: stepIds }, state: "planned" } }),
  ]);
  const standing = runs.map(({ version, stepId, _count }) => ({
    version,
    stepId,
    count: _count._all,
  }));
  const refs = standing.map(({ version }) => ({ flowId, version }));
  const definitionOf = await loadFlowVersions(db, shopId, refs);
  const reach = countReach(templateId, standing, (version) => definitionOf({ flowId, version }));
  return { ...reach, planned };
}
