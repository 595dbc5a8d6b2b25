import type { Db } from "~/db.server";
import { textIn } from "~/i18n/text-in.server";
import type { ShopId } from "~/lib/shop-id";
import { findRuleProblems } from "~/segments/rule-problems";
import { loadRuleContext } from "~/segments/editing/rule-context-store.server";
import { findSegment } from "~/segments/members/segment-store.server";
import { describeRuleProblem } from "~/segments/words/describe-rule-problem";
import { listSegmentRules, type FlowDefinition } from "./flow";

/**
 * Problems that prevent saving a flow, as messages to the merchant, such as a rule about a
 * deleted segment; empty if it can be saved.
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
  for (const rule of listSegmentRules(definition)) {
    const context = await loadRuleContext(db, shopId, rule, null);
    const found = findRuleProblems(rule, context, now);
    problems.push(...found.map((it) => describeRuleProblem(it, textIn("en", "rules"))));
  }
  return problems;
}
