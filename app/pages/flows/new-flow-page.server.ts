import type { Db } from "~/db.server";
import type { TriggerKind } from "~/flows/definition/trigger";
import { listFlows } from "~/flows/flow-store.server";
import type { ShopId } from "~/lib/shop-id";
import { listSegments } from "~/segments/members/segment-store.server";

export interface NewFlowPageData {
  /** Segments that a flow can be about, in the shop's order. */
  readonly segments: readonly { readonly segmentId: string; readonly name: string }[];
  /** The shop's flows with their triggers, without archived ones. */
  readonly flows: readonly {
    readonly flowId: string;
    readonly name: string;
    readonly trigger: TriggerKind;
  }[];
}

export async function loadNewFlowPage(db: Db, shopId: ShopId): Promise<NewFlowPageData> {
  const [segments, flows] = await Promise.all([listSegments(db, shopId), listFlows(db, shopId)]);
  return {
    segments: segments.map(({ segmentId, name }) => ({ segmentId, name })),
    flows: flows
      .filter(({ status }) => status !== "archived")
      .map(({ flowId, definition: { name, trigger } }) => ({
        flowId,
        name,
        trigger: trigger.kind,
      })),
  };
}
