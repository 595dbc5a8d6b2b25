import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { RuleProblem } from "~/segments/rule-problem";
import { findRuleProblems } from "~/segments/rule-problems";
import { loadRuleContext } from "~/segments/editing/rule-context-store.server";
import { findSegment } from "~/segments/members/segment-store.server";
import { listSegmentRules, type FlowDefinition } from "../definition/flow";

/** Why a flow cannot be saved. */
export type FlowProblemFound =
  | { readonly code: "segment_deleted" }
  | { readonly code: "rule"; readonly rule: RuleProblem };

/** Problems that prevent saving a flow, such as a rule about a deleted segment; empty if it can be saved. */
export async function findFlowProblems(
  db: Db,
  shopId: ShopId,
  definition: FlowDefinition,
  now: Date,
): Promise<FlowProblemFound[]> {
  const problems: FlowProblemFound[] = [];
  const { trigger } = definition;
  if ("segmentId" in trigger && !(await findSegment(db, shopId, trigger.segmentId))) {
    problems.push({ code: "segment_deleted" });
  }
  for (const rule of listSegmentRules(definition)) {
    const context = await loadRuleContext(db, shopId, rule, null);
    const found = findRuleProblems(rule, context, now);
    problems.push(...found.map((it) => ({ code: "rule", rule: it }) as const));
  }
  return problems;
}
