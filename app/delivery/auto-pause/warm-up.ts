const DAY_MS = 86_400_000;
const FIRST_DAILY_LIMITS = [200, 500, 1_000, 2_000, 5_000] as const;
const LAST_FIRST_LIMIT = 5_000;
/** Days until a domain has a reputation of its own. */
const WARM_UP_DAYS = 14;

/** Start of a domain's warm-up, and emails left today. */
export interface WarmUp {
  readonly since: Date;
  readonly remainingToday: number;
}

/**
 * Emails that a new domain may send in 24 hours. Mailbox providers distrust an unknown sender with high
 * volume. 200, 500, 1,000, 2,000, 5,000, then doubling daily.
 *
 * @param since start of the warm-up
 * @returns null once the warm-up is over
 */
export function warmUpLimit(since: Date, now: Date): number | null {
  const day = Math.floor((now.getTime() - since.getTime()) / DAY_MS);
  if (day >= WARM_UP_DAYS) return null;
  return (
    FIRST_DAILY_LIMITS[Math.max(0, day)] ??
    LAST_FIRST_LIMIT * 2 ** (day - FIRST_DAILY_LIMITS.length + 1)
  );
}
