import { z } from "zod";
import type { Tx, Db } from "~/db.server";
import type { CommonDeps } from "~/deps";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit, type AuditActor } from "~/privacy/audit-store.server";
import { isTransitionAllowed, FlowStatus } from "../definition/flow-status";

export const SetFlowStatus = z.object({ flowId: z.string().min(1), status: FlowStatus });
export type SetFlowStatus = z.infer<typeof SetFlowStatus>;

export type StatusOutcome =
  | { readonly kind: "changed" }
  | { readonly kind: "unchanged" }
  | { readonly kind: "refused"; readonly reason: "not_found" | "not_allowed" }
  /** The shop has too few buyers for the flow's predictions. */
  | ({ readonly kind: "locked" } & BuyerShortage);

type Deps = CommonDeps<"db" | "queue" | "now">;

/**
 * Activates, pauses or archives a flow. After archiving nothing continues, and `endEnrollmentsJob`
 * records the ends. Held messages come due when
 * the flow is resumed; expired ones are skipped then.
 *
 * @param actor for the audit trail; no personal data
 */
export async function setFlowStatus(
  shopId: ShopId,
  { flowId, status }: SetFlowStatus,
  actor: AuditActor,
  { db, queue, now }: Deps,
): Promise<StatusOutcome> {
  const at = now();
  return db.$transaction(async (tx) => {
    const from = await lockStatus(tx, shopId, flowId);
    if (from === null) return { kind: "refused", reason: "not_found" };
    if (from === status) return { kind: "unchanged" };
    if (!isTransitionAllowed(from, status)) return { kind: "refused", reason: "not_allowed" };
    const shortage = status === "live" ? await findBuyerShortage(tx, shopId, flowId) : null;
    if (shortage) return { kind: "locked", ...shortage };

    await tx.flow.update({
      where: { shopId_flowId: { shopId, flowId } },
      data: { status, updatedAt: at },
    });
    if (status === "archived") await queue.announce(tx, shopId, "enrollments_affected");
    if (status === "live") {
      await tx.messageSending.updateMany({
        where: { shopId, key: { planned: { flowId } }, state: "planned", reason: "flow_paused" },
        data: { nextRunAt: at },
      });
      await queue.announce(tx, shopId, "enrollments_due");
      await queue.announce(tx, shopId, "messages_planned");
      await queue.announce(tx, shopId, "codes_wanted");
    }
    await recordAudit(tx, shopId, {
      at,
      actor,
      action: "flow_status_set",
      detail: { flowId, from, to: status },
    });
    return { kind: "changed" };
  });
}

async function lockStatus(tx: Tx, shopId: ShopId, flowId: string): Promise<FlowStatus | null> {
  const rows = await tx.$queryRaw<{ status: string }[]>`
    select status from flow where shop_id = ${shopId} and flow_id = ${flowId} for update`;
  return rows[0] ? FlowStatus.parse(rows[0].status) : null;
}

/** Minimum buyers for a flow that depends on predicted orders. */
const MIN_BUYERS = 500;

/** The shop's buyers and the required number. */
interface BuyerShortage {
  readonly buyers: number;
  readonly needed: number;
}

/** The shortage of buyers for a flow with a predicted trigger; null if there is none. */
export async function findBuyerShortage(
  db: Db,
  shopId: ShopId,
  flowId: string,
): Promise<BuyerShortage | null> {
  const [row] = await db.$queryRaw<{ isPredicted: boolean; buyers: number }[]>`
    select version.definition->'trigger'->>'kind' = 'order_expected' as "isPredicted",
      (select count(*)::int from (
        select 1 from profile where shop_id = ${shopId} and order_count > 0 limit ${MIN_BUYERS}::int
      ) known) as buyers
    from flow join flow_version version on version.shop_id = flow.shop_id
      and version.flow_id = flow.flow_id and version.version = flow.live_version
    where flow.shop_id = ${shopId} and flow.flow_id = ${flowId}`;
  if (!row?.isPredicted || row.buyers >= MIN_BUYERS) return null;
  return { buyers: row.buyers, needed: MIN_BUYERS };
}
