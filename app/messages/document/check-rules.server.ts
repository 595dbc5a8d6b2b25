import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { findRuleProblems } from "~/segments/rule-problems";
import { loadRuleContext } from "~/segments/editing/rule-context-store.server";
import type { Block } from "../blocks/block";
import { blockRules } from "./block-rules";
import type { MailProblem } from "./check-mail";

/**
 * Blocks whose rule nothing could answer rightly in this shop, such as one about a product that is no
 * more: they would be shown to nobody, or to everybody. Mails without rules cost no statement.
 */
export async function checkRules(
  db: Db,
  shopId: ShopId,
  blocks: readonly Block[],
  now: Date,
): Promise<readonly MailProblem[]> {
  const problems: MailProblem[] = [];
  for (const { blockId, rule } of blockRules(blocks)) {
    const answerable = await loadRuleContext(db, shopId, rule, null);
    for (const { message } of findRuleProblems(rule, answerable, now)) {
      const sentence = `Whom it is shown to: ${message}`;
      problems.push({ severity: "error", blockId, field: "when", message: sentence });
    }
  }
  return problems;
}
