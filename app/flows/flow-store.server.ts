import type { Db } from "~/db.server";
import type { PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit, type AuditActor } from "~/privacy/audit-store.server";
import { FlowDefinition } from "./definition/flow";
import { FlowStatus } from "./definition/flow-status";
import { storedJson } from "./stored-json";

/** A flow with the newest version of its definition. */
export interface StoredFlow {
  readonly flowId: string;
  readonly libraryKey: string;
  readonly status: FlowStatus;
  readonly version: number;
  readonly definition: FlowDefinition;
  /** The version that earlier enrollments are being moved to. */
  readonly movesTo: number | null;
}

/** The shop's flows, by name. */
export async function listFlows(db: Db, shopId: ShopId): Promise<StoredFlow[]> {
  const flows = await db.flow.findMany({
    where: { shopId },
    include: { versions: { orderBy: { version: "desc" }, take: 1 } },
    orderBy: { name: "asc" },
  });
  return flows.flatMap(({ versions: [version], flowId, libraryKey, status, movesTo }) =>
    version
      ? [
          {
            flowId,
            libraryKey,
            movesTo,
            status: FlowStatus.parse(status),
            version: version.version,
            definition: FlowDefinition.parse(version.definition),
          },
        ]
      : [],
  );
}

/** Names of the shop's flows, archived ones last. */
export async function listFlowNames(
  db: Db,
  shopId: ShopId,
): Promise<{ flowId: string; name: string }[]> {
  const flows = await db.flow.findMany({
    where: { shopId },
    orderBy: { name: "asc" },
    select: { flowId: true, name: true, status: true },
  });
  return flows
    .toSorted((a, b) => Number(a.status === "archived") - Number(b.status === "archived"))
    .map(({ flowId, name }) => ({ flowId, name }));
}

/** A flow, or null. */
export async function findFlow(db: Db, shopId: ShopId, flowId: string): Promise<StoredFlow | null> {
  return (await listFlows(db, shopId)).find((flow) => flow.flowId === flowId) ?? null;
}

export type FlowSaveOutcome =
  | { readonly kind: "saved"; readonly version: number }
  | { readonly kind: "refused"; readonly reason: "not_found" | "archived" | "changed_meanwhile" };

export interface FlowChange {
  readonly flowId: string;
  /** The version that the change is based on. */
  readonly baseVersion: number;
  readonly definition: FlowDefinition;
  /** For the audit trail; no personal data. */
  readonly actor: AuditActor;
  /** Stores related data in the same transaction. */
  readonly alongside?: (tx: Db) => Promise<void>;
}

/**
 * Saves a flow's next version. Active enrollments keep their version; new
 * enrollments get the new one.
 */
export async function saveFlowVersion(
  shopId: ShopId,
  { flowId, baseVersion, definition, actor, alongside }: FlowChange,
  { db, now }: { db: PrismaClient; now: () => Date },
): Promise<FlowSaveOutcome> {
  const at = now();
  const version = baseVersion + 1;
  return db.$transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ status: string; liveVersion: number }[]>`
      select status, live_version as "liveVersion" from flow
      where shop_id = ${shopId} and flow_id = ${flowId} for update`;
    const [flow] = rows;
    if (!flow) return { kind: "refused", reason: "not_found" };
    if (flow.status === "archived") return { kind: "refused", reason: "archived" };
    if (flow.liveVersion !== baseVersion) return { kind: "refused", reason: "changed_meanwhile" };

    await tx.flowVersion.create({
      data: { shopId, flowId, version, definition: storedJson(definition), createdAt: at },
    });
    await tx.flow.update({
      where: { shopId_flowId: { shopId, flowId } },
      data: { liveVersion: version, name: definition.name, updatedAt: at },
    });
    await recordAudit(tx, shopId, {
      at,
      actor,
      action: "flow_version_saved",
      detail: { flowId, version },
    });
    await alongside?.(tx);
    return { kind: "saved", version };
  });
}
