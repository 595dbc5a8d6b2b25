import type { PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import type { RuleProblem } from "~/segments/rule-problem";
import { findRuleProblems } from "~/segments/rule-problems";
import { loadListedMembers, type ListedMember } from "~/segments/members/listed-members.server";
import { toRuleProblem, SegmentRule } from "~/segments/segment";
import { loadRuleContext } from "~/segments/editing/rule-context-store.server";
import { findMatches } from "~/segments/editing/find-matches.server";

export type RulePreview =
  | { readonly kind: "counted"; readonly count: number; readonly examples: readonly ListedMember[] }
  /** Counting took too long for a preview. */
  | { readonly kind: "slow" }
  | { readonly kind: "invalid"; readonly problems: readonly RuleProblem[] };

const TIMEOUT_MS = 5_000;

/** Previews a rule: the number of matches and five examples. Stores nothing. */
export async function previewRule(
  shopId: ShopId,
  segmentId: string | null,
  input: unknown,
  { db, keyring, now }: { db: PrismaClient; keyring: Pick<Keyring, "open">; now: () => Date },
): Promise<RulePreview> {
  const parsed = SegmentRule.safeParse(input);
  if (!parsed.success) {
    return { kind: "invalid", problems: parsed.error.issues.map(toRuleProblem) };
  }
  const rule = parsed.data;
  const problems = findRuleProblems(
    rule,
    await loadRuleContext(db, shopId, rule, segmentId),
    now(),
  );
  if (problems.length > 0) return { kind: "invalid", problems };
  const found = await findMatches(db, shopId, rule, { now: now(), timeoutMs: TIMEOUT_MS });
  if (found === null) return { kind: "slow" };
  const examples = await loadListedMembers(db, shopId, found.profileIds, { keyring });
  return { kind: "counted", count: found.count, examples };
}
