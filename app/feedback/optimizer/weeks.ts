/** Items of one week in the shop's time zone, newest first. */
export interface Week<T> {
  /** Its Monday, such as "2026-11-23". */
  readonly monday: string;
  readonly changes: readonly T[];
}

/**
 * Groups items by weeks that begin on Monday in the shop's time zone.
 *
 * @param changes newest first; weeks keep this order
 */
export function groupByWeek<T extends { readonly decidedAt: string }>(
  changes: readonly T[],
  timeZone: string,
): Week<T>[] {
  // The Swedish locale formats dates as ISO 8601.
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" });
  const byMonday = new Map<string, T[]>();
  for (const change of changes) {
    const monday = mondayOf(format.format(new Date(change.decidedAt)));
    byMonday.set(monday, [...(byMonday.get(monday) ?? []), change]);
  }
  return [...byMonday].map(([monday, its]) => ({ monday, changes: its }));
}

/** The Monday of a day's week, YYYY-MM-DD. */
export function mondayOf(day: string): string {
  const noon = new Date(`${day}T12:00:00Z`);
  const sinceMonday = (noon.getUTCDay() + 6) % 7;
  return new Date(noon.getTime() - sinceMonday * 86_400_000).toISOString().slice(0, 10);
}
