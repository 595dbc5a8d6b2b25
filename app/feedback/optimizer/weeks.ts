/** What happened in one week of the shop's calendar, newest first. */
export interface Week<T> {
  /** Its Monday, as "2026-11-23". */
  readonly monday: string;
  readonly changes: readonly T[];
}

/**
 * Groups by weeks, which begin on Monday by the shop's calendar.
 *
 * @param changes newest first; the weeks come in the same order
 */
export function groupByWeek<T extends { readonly changedAt: string }>(
  changes: readonly T[],
  timeZone: string,
): Week<T>[] {
  // Swedish writes a date as ISO 8601 does.
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" });
  const byMonday = new Map<string, T[]>();
  for (const change of changes) {
    const monday = mondayOf(format.format(new Date(change.changedAt)));
    byMonday.set(monday, [...(byMonday.get(monday) ?? []), change]);
  }
  return [...byMonday].map(([monday, its]) => ({ monday, changes: its }));
}

/** The Monday of a day's week, both YYYY-MM-DD. */
export function mondayOf(day: string): string {
  const noon = new Date(`${day}T12:00:00Z`);
  const sinceMonday = (noon.getUTCDay() + 6) % 7;
  return new Date(noon.getTime() - sinceMonday * 86_400_000).toISOString().slice(0, 10);
}
