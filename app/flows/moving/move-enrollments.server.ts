import type { CommonDeps } from "~/deps";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit, type AuditActor } from "~/privacy/audit-store.server";

export type MoveOutcome =
  | { readonly kind: "begun"; readonly version: number }
  | { readonly kind: "refused"; readonly reason: "not_found" | "archived" };

type Deps = CommonDeps<"db" | "queue" | "now">;

/**
 * Moves all active enrollments of a flow to its newest version, in slices
 * (`moveEnrollmentsJob`). Until then they continue on their version.
 *
 * @param actor for the audit trail; no personal data
 */
export async function moveEnrollments(
  shopId: ShopId,
  flowId: string,
  actor: AuditActor,
  { db, queue, now }: Deps,
): Promise<MoveOutcome> {
  return db.$transaction(async (tx) => {
    const [flow] = await tx.$queryRaw<{ status: string; version: number }[]>`
      select status, live_version as version from flow
      where shop_id = ${shopId} and flow_id = ${flowId} for update`;
    if (!flow) return { kind: "refused", reason: "not_found" };
    if (flow.status === "archived") return { kind: "refused", reason: "archived" };
    const { version } = flow;
    await tx.flow.update({
      where: { shopId_flowId: { shopId, flowId } },
      data: { movesTo: version },
    });
    await queue.announce(tx, shopId, "enrollments_affected");
    await recordAudit(tx, shopId, {
      at: now(),
      actor,
      action: "enrollments_moved",
      detail: { flowId, version },
    });
    return { kind: "begun", version };
  });
}
