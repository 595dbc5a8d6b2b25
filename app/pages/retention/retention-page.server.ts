import {
  countOldHistory,
  MAX_COUNTED,
  type OldHistory,
} from "~/feedback/retention/old-history.server";
import {
  DEFAULT_RETENTION_MONTHS,
  isShorter,
  RETENTION_MONTHS,
  startOfHistory,
  type RetentionMonths,
} from "~/feedback/retention/retention-period";
import { findRetention, setUpRetention } from "~/feedback/retention/retention-store.server";
import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

export interface RetentionPageData {
  readonly months: RetentionMonths;
  readonly choices: readonly {
    readonly months: RetentionMonths;
    /** Whether it deletes what the present period keeps. */
    readonly deletesMore: boolean;
    /** What is older now, each up to `maxCounted`; nothing if everything is kept. */
    readonly older: OldHistory;
  }[];
  readonly maxCounted: number;
  /** When history is next deleted, if something is old enough; null: never. */
  readonly nextRunAt: string | null;
  readonly isRunning: boolean;
  /** The last run that ended, with what it deleted; null: there was none. */
  readonly last: (OldHistory & { readonly at: string }) | null;
}

/** How long the shop keeps history, what is older now, and what was deleted. */
export async function getRetentionPage(
  db: Db,
  shopId: ShopId,
  now: Date,
): Promise<RetentionPageData> {
  await setUpRetention(db, shopId, now);
  const retention = await findRetention(db, shopId);
  const position = retention?.position ?? { at: new Date(0), messageId: "" };
  const current = retention ? retention.months : DEFAULT_RETENTION_MONTHS;
  const choices = await Promise.all(
    RETENTION_MONTHS.map(async (months) => ({
      months,
      deletesMore: isShorter(months, current),
      older:
        months === null
          ? { emails: 0, events: 0 }
          : await countOldHistory(db, shopId, {
              after: position,
              before: startOfHistory(now, months),
            }),
    })),
  );
  const endedAt = retention?.endedAt ?? null;
  return {
    months: current,
    maxCounted: MAX_COUNTED,
    choices,
    nextRunAt: retention?.nextRunAt?.toISOString() ?? null,
    isRunning: (retention?.startedAt ?? null) !== null,
    last: endedAt && {
      at: endedAt.toISOString(),
      emails: retention?.emailCount ?? 0,
      events: retention?.eventCount ?? 0,
    },
  };
}
