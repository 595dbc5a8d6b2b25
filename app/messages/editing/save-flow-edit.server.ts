import { findFlowProblems } from "~/flows/find-flow-problems.server";
import { findFlow, saveFlowVersion } from "~/flows/flow-store.server";
import type { PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { editFlow, type FlowEdit, type FlowEditProblems } from "./edit-flow";

export type SaveFlowOutcome =
  | { readonly kind: "saved"; readonly version: number }
  | { readonly kind: "invalid"; readonly problems: FlowEditProblems }
  | { readonly kind: "refused"; readonly reason: "not_found" | "archived" | "changed_meanwhile" };

interface Deps {
  readonly db: PrismaClient;
  readonly now: () => Date;
}

/** Saves the merchant's changes as the flow's next version, unless somebody else saved one meanwhile. */
export async function saveFlowEdit(
  shopId: ShopId,
  flowId: string,
  edit: FlowEdit,
  deps: Deps,
): Promise<SaveFlowOutcome> {
  const flow = await findFlow(deps.db, shopId, flowId);
  if (!flow) return { kind: "refused", reason: "not_found" };
  if (flow.version !== edit.version) return { kind: "refused", reason: "changed_meanwhile" };

  const outcome = editFlow(flow.definition, edit);
  if (outcome.kind === "refused") return { kind: "invalid", problems: outcome.problems };
  const { db, now } = deps;
  const [problem] = await findFlowProblems(db, shopId, outcome.definition, now());
  if (problem !== undefined) return { kind: "invalid", problems: { filter: problem } };
  const change = {
    flowId,
    baseVersion: edit.version,
    definition: outcome.definition,
    actor: "merchant",
  };
  return saveFlowVersion(shopId, change, deps);
}
