import type { PrismaClient } from "~/generated/prisma/client";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { tuneForFullScan } from "../tune-full-scan.server";
import { MAY_BE_MEMBER } from "../may-be-member.server";
import type { SegmentRule } from "../segment";
import { ruleToSql } from "../to-sql.server";

export interface RuleMatches {
  readonly count: number;
  /** The five matches with the latest orders. */
  readonly profileIds: readonly ProfileId[];
}

const EXAMPLES = 5;
/** Margin for starting and ending the transaction. */
const SPARE_MS = 5_000;

/**
 * Counts the customers that match a rule now, with examples. Stores nothing.
 *
 * @param timeoutMs statement timeout; PGlite, which blocks meanwhile, ignores it
 * @returns `null` on a timeout
 */
export async function findMatches(
  db: PrismaClient,
  shopId: ShopId,
  rule: SegmentRule,
  { now, timeoutMs }: { readonly now: Date; readonly timeoutMs: number },
): Promise<RuleMatches | null> {
  const { joins, where } = ruleToSql(rule, { shopId, now });
  try {
    return await db.$transaction(
      async (tx) => {
        await tuneForFullScan(tx);
        await tx.$executeRaw`select set_config('statement_timeout', ${String(timeoutMs)}, true)`;
        const [found] = await tx.$queryRaw<RuleMatches[]>`
          with found as materialized (
            select profile.profile_id, profile.last_order_at from profile ${joins}
            where profile.shop_id = ${shopId} and ${MAY_BE_MEMBER} and ${where})
          select (select count(*)::int from found) as count, array(
            select profile_id from found
            order by last_order_at desc nulls last, profile_id limit ${EXAMPLES}) as "profileIds"`;
        return found ?? { count: 0, profileIds: [] };
      },
      { timeout: timeoutMs + SPARE_MS },
    );
  } catch (error) {
    if (isTimeout(error)) return null;
    throw error;
  }
}

/** PostgreSQL's error for a statement timeout. */
const isTimeout = (error: unknown) =>
  error instanceof Error && /57014|statement timeout/.test(error.message);
