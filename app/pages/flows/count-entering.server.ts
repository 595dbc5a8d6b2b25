import type { Db } from "~/db.server";
import type { Trigger } from "~/flows/definition/trigger";
import { listLiveFlows } from "~/flows/progress/live-flows.server";
import { findTriggerMatches } from "~/flows/scan/find-trigger-matches.server";
import type { ShopId } from "~/lib/shop-id";

/** The flow that was turned on, and the customers whom its first scan enrolls. */
export interface EnteringCustomers {
  readonly flowId: string;
  readonly name: string;
  readonly count: number;
}

/** Triggers that customers meet for months: all who do so already enter at once. */
const LASTING: readonly Trigger["kind"][] = ["top_customer", "unengaged"];
const MAX_COUNT = 100_000;

/** Counts the customers whom a live flow is about to enroll; `null`: it is not live, or its trigger is something that happens. */
export async function countEntering(
  db: Db,
  shopId: ShopId,
  flowId: string,
  now: Date,
): Promise<EnteringCustomers | null> {
  const flow = (await listLiveFlows(db, shopId)).find((it) => it.flowId === flowId);
  if (!flow || !LASTING.includes(flow.definition.trigger.kind)) return null;
  const matches = await findTriggerMatches({ db, shopId, flow, limit: MAX_COUNT, now });
  return { flowId, name: flow.definition.name, count: matches.length };
}
