import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { findUnanswerable } from "~/segments/answerable";
import { loadAnswerable } from "~/segments/editing/answerable-store.server";
import { findSegment } from "~/segments/members/segment-store.server";
import { listRules, type FlowDefinition } from "./flow";

/**
 * What a flow asks that nothing could answer rightly, in the merchant's words, such as a rule about a
 * segment that is no more; none, if it may be saved.
 */
export async function findFlowProblems(
  db: Db,
  shopId: ShopId,
  definition: FlowDefinition,
  now: Date,
): Promise<string[]> {
  const problems: string[] = [];
  const { trigger } = definition;
  if ("segmentId" in trigger && !(await findSegment(db, shopId, trigger.segmentId))) {
    problems.push("The segment that begins the flow is no more.");
  }
  for (const rule of listRules(definition)) {
    const answerable = await loadAnswerable(db, shopId, rule, null);
    problems.push(...findUnanswerable(rule, answerable, now).map(({ message }) => message));
  }
  return problems;
}
