import type { Db } from "~/db.server";
import type { CommonDeps } from "~/deps";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit, type AuditActor } from "~/privacy/audit-store.server";
import { FLOW_LIBRARY } from "../library/library";

export type FlowDeleteOutcome =
  | { readonly kind: "deleted" }
  | { readonly kind: "refused"; readonly reason: "not_found" | "is_live" | "has_enrollments" };

type Deps = CommonDeps<"db" | "now">;

/**
 * Deletes a custom flow without enrollments. Other flows are archived instead: their emails
 * were sent, and reports and customer pages refer to them.
 *
 * @param actor for the audit trail; no personal data
 */
export async function deleteFlow(
  shopId: ShopId,
  flowId: string,
  actor: AuditActor,
  { db, now }: Deps,
): Promise<FlowDeleteOutcome> {
  return db.$transaction(async (tx) => {
    const [flow] = await tx.$queryRaw<{ status: string; libraryKey: string }[]>`
      select status, library_key as "libraryKey" from flow
      where shop_id = ${shopId} and flow_id = ${flowId} for update`;
    if (!flow) return { kind: "refused", reason: "not_found" };
    if (flow.status === "live") return { kind: "refused", reason: "is_live" };
    const may = await isDeletable(tx, shopId, { flowId, libraryKey: flow.libraryKey });
    if (!may) return { kind: "refused", reason: "has_enrollments" };
    await tx.flow.delete({ where: { shopId_flowId: { shopId, flowId } } });
    await recordAudit(tx, shopId, {
      at: now(),
      actor,
      action: "flow_deleted",
      detail: { flowId },
    });
    return { kind: "deleted" };
  });
}

/** Whether a flow is custom and has no enrollments. */
export async function isDeletable(
  db: Db,
  shopId: ShopId,
  { flowId, libraryKey }: { readonly flowId: string; readonly libraryKey: string },
): Promise<boolean> {
  if (FLOW_LIBRARY.some(({ key }) => key === libraryKey)) return false;
  const enrollment = await db.enrollment.findFirst({
    where: { shopId, flowId, state: { not: "scheduled" } },
    select: { enrollmentId: true },
  });
  return enrollment === null;
}
