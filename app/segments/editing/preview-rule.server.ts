import type { PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { findUnanswerable, type RuleProblem } from "../answerable";
import { MAY_BE_MEMBER } from "../may-be-member.server";
import { readMembers, type ShownMember } from "../members/shown-members.server";
import { pathOf, SegmentRule } from "../segment";
import { ruleToSql } from "../to-sql.server";
import { loadAnswerable } from "./answerable-store.server";

export type RulePreview =
  | { readonly kind: "counted"; readonly count: number; readonly examples: readonly ShownMember[] }
  /** It took too long to say at once. */
  | { readonly kind: "slow" }
  | { readonly kind: "invalid"; readonly problems: readonly RuleProblem[] };

const EXAMPLES = 5;
const TIMEOUT_MS = 5_000;

/** How many customers a rule finds now, and the five of them who ordered last. Nothing is stored. */
export async function previewRule(
  shopId: ShopId,
  segmentId: string | null,
  told: unknown,
  { db, keyring, now }: { db: PrismaClient; keyring: Pick<Keyring, "open">; now: () => Date },
): Promise<RulePreview> {
  const parsed = SegmentRule.safeParse(told);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => ({
      path: pathOf(path),
      message,
    }));
    return { kind: "invalid", problems };
  }
  const rule = parsed.data;
  const problems = findUnanswerable(rule, await loadAnswerable(db, shopId, rule, segmentId), now());
  if (problems.length > 0) return { kind: "invalid", problems };
  try {
    const { count, profileIds } = await findMatches(db, shopId, rule, now());
    const examples = await readMembers(db, shopId, profileIds, { keyring });
    return { kind: "counted", count, examples };
  } catch (error) {
    if (isTimeout(error)) return { kind: "slow" };
    throw error;
  }
}

async function findMatches(db: PrismaClient, shopId: ShopId, rule: SegmentRule, now: Date) {
  const { joins, where } = ruleToSql(rule, { shopId, now });
  return db.$transaction(async (tx) => {
    await tx.$executeRawUnsafe(`set local statement_timeout = ${TIMEOUT_MS}`);
    const [found] = await tx.$queryRaw<{ count: number; profileIds: string[] }[]>`
      with found as materialized (
        select profile.profile_id, profile.last_order_at from profile ${joins}
        where profile.shop_id = ${shopId} and ${MAY_BE_MEMBER} and ${where})
      select (select count(*)::int from found) as count, array(
        select profile_id from found
        order by last_order_at desc nulls last, profile_id limit ${EXAMPLES}) as "profileIds"`;
    return found ?? { count: 0, profileIds: [] };
  });
}

/** PostgreSQL's word for a statement that was ended by its time limit. */
const isTimeout = (error: unknown) =>
  error instanceof Error && /57014|statement timeout/.test(error.message);
