const DAY_MS = 86_400_000;
const FIRST_DAILY_LIMITS = [200, 500, 1_000, 2_000, 5_000] as const;
const LAST_FIRST_LIMIT = 5_000;
/** After that a domain has a name of its own. */
const WARM_UP_DAYS = 14;

/** A new domain's days: since when, and how many mails it may still send today. */
export interface WarmUp {
  readonly since: Date;
  readonly remainingToday: number;
}

/**
 * How many mails a new domain may send within 24 hours: mailbox providers
 * distrust a sender that they have never heard of and that writes to thousands.
 * 200, 500, 1,000, 2,000, 5,000, then twice as many each day.
 *
 * @param since when it began
 * @returns null when there is no limit any more
 */
export function warmUpLimit(since: Date, now: Date): number | null {
  const day = Math.floor((now.getTime() - since.getTime()) / DAY_MS);
  if (day >= WARM_UP_DAYS) return null;
  return (
    FIRST_DAILY_LIMITS[Math.max(0, day)] ??
    LAST_FIRST_LIMIT * 2 ** (day - FIRST_DAILY_LIMITS.length + 1)
  );
}
