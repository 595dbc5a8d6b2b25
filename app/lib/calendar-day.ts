const DAY_MS = 86_400_000;

/** Adds days to a calendar day, YYYY-MM-DD. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The calendar day, YYYY-MM-DD, of an instant in a time zone. */
export function dayIn(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(at);
}

/** Adds months to a calendar month, YYYY-MM. */
export function addMonths(month: string, months: number): string {
  const [year = 1970, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}

/** The days, YYYY-MM-DD, of a calendar month, YYYY-MM. */
export function daysOfMonth(month: string): string[] {
  const [year = 1970, number = 1] = month.split("-").map(Number);
  const count = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return Array.from({ length: count }, (_, n) => addDays(`${month}-01`, n));
}

/**
 * The weeks of a calendar month, YYYY-MM: seven places each, null where another month has the day.
 *
 * @param firstWeekday 1 is Monday, 7 is Sunday
 */
export function weeksOfMonth(month: string, firstWeekday: number): (string | null)[][] {
  const days = daysOfMonth(month);
  const first = new Date(`${month}-01T00:00:00Z`).getUTCDay();
  const before = (first - firstWeekday + 7) % 7;
  const places = [...Array.from({ length: before }, () => null), ...days];
  const weeks = Math.ceil(places.length / 7);
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: 7 }, (_place, n) => places[week * 7 + n] ?? null),
  );
}
