import { v7 as uuidv7 } from "uuid";
import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "~/privacy/audit-store.server";
import type { FlowDefinition } from "./flow";
import { storedJson } from "./stored-json";

/** The key of a flow that a merchant makes, which is its id too. */
export const ownFlowKey = (): string => `own-${uuidv7()}`;

interface Creation {
  readonly at: Date;
  readonly actor: string;
  /** What it was made from, for the audit trail. */
  readonly detail: Readonly<Record<string, string>>;
}

/**
 * Stores a flow of the merchant's own as a draft.
 *
 * @returns its id
 */
export async function createOwnFlow(
  tx: Tx,
  shopId: ShopId,
  definition: FlowDefinition,
  { at, actor, detail }: Creation,
): Promise<string> {
  const flowId = definition.key;
  const stored = { shopId, flowId, createdAt: at };
  await tx.flow.create({
    data: {
      ...stored,
      libraryKey: flowId,
      name: definition.name,
      status: "draft",
      liveVersion: 1,
      updatedAt: at,
    },
  });
  await tx.flowVersion.create({
    data: { ...stored, version: 1, definition: storedJson(definition) },
  });
  await recordAudit(tx, shopId, {
    auditId: uuidv7(),
    at,
    actor,
    action: "flow_created",
    detail: { flowId, ...detail },
  });
  return flowId;
}
