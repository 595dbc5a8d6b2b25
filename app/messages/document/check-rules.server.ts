import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { findRuleProblems } from "~/segments/rule-problems";
import { loadRuleContext } from "~/segments/editing/rule-context-store.server";
import type { Block } from "../blocks/block";
import { blockRules } from "./block-rules";
import type { EmailProblem } from "./check-email";

/**
 * Finds blocks with invalid rules, such as about a deleted product: they would be shown to no one or to everyone.
 * Emails without rules need no query.
 */
export async function checkRules(
  db: Db,
  shopId: ShopId,
  blocks: readonly Block[],
  now: Date,
): Promise<readonly EmailProblem[]> {
  const problems: EmailProblem[] = [];
  for (const { blockId, rule } of blockRules(blocks)) {
    const answerable = await loadRuleContext(db, shopId, rule, null);
    for (const found of findRuleProblems(rule, answerable, now)) {
      const code = "condition_invalid";
      problems.push({ severity: "error", blockId, field: "when", code, rule: found });
    }
  }
  return problems;
}
