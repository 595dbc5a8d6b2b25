import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { FLOW_LIBRARY } from "./library";
import { storedJson } from "../stored-json";

/**
 * Installs the prebuilt flows as drafts. Existing flows, changed
 * or not, are kept. A flow's id is its library key.
 */
export async function installFlowLibrary(tx: Tx, shopId: ShopId, now: Date): Promise<void> {
  const flows = FLOW_LIBRARY.map((definition) => ({ flowId: definition.key, definition }));
  await tx.flow.createMany({
    data: flows.map(({ flowId, definition }) => ({
      shopId,
      flowId,
      libraryKey: definition.key,
      name: definition.name,
      status: "draft",
      liveVersion: 1,
      createdAt: now,
      updatedAt: now,
    })),
    skipDuplicates: true,
  });
  await tx.flowVersion.createMany({
    data: flows.map(({ flowId, definition }) => ({
      shopId,
      flowId,
      version: 1,
      definition: storedJson(definition),
      createdAt: now,
    })),
    skipDuplicates: true,
  });
}
