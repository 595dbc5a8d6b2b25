import { toWallTime } from "~/flows/time/wall-clock";

const DAY_MS = 86_400_000;
/** Eight weeks: enough for weekday patterns, recent enough for the season. */
export const BASELINE_DAYS = 56;
const MIN_BASELINE_DAYS = 28;
/** Fewer orders do not show what is usual. */
const MIN_ORDERS = 10;
/** Shorter gaps are normal, such as nights. */
export const MIN_SILENCE_MS = DAY_MS;
/** Probability of such a gap by chance in a healthy store: one in a hundred thousand. */
const MAX_CHANCE = 1e-5;

/** Orders on a day (YYYY-MM-DD) in the shop's time zone. */
export interface OrderDay {
  readonly day: string;
  readonly orders: number;
}

/** Share of a day in the shop's time zone. */
interface DayShare {
  readonly day: string;
  readonly share: number;
}

/** Days between two times in the shop's time zone; the first and last count in part. */
export function daysSince(from: Date, to: Date, timeZone: string): DayShare[] {
  const first = dayOf(from, timeZone);
  const last = dayOf(to, timeZone);
  const days: DayShare[] = [];
  for (let at = Date.parse(first.day); at <= Date.parse(last.day); at += DAY_MS) {
    const day = new Date(at).toISOString().slice(0, 10);
    const ends = day === last.day ? last.passed : 1;
    const begins = day === first.day ? first.passed : 0;
    days.push({ day, share: Math.max(0, ends - begins) });
  }
  return days;
}

/**
 * Probability that a healthy store has no order for this long.
 *
 * Orders come at random at a rate of each weekday's own (a Poisson process). From `n` orders in a history that is worth
 * `E` usual days, the chance of none in `e` usual days is `(E / (E + e))^(n / d)`. A day is worth its weekday's share of
 * the week, and `d` is the index of dispersion of the weekly orders, at least 1: a store whose orders come in bursts has
 * long pauses too. It is the Poisson tail `exp(-rate × e)` with the rate not taken as known, so that few orders never give a small probability.
 *
 * @param history complete days before the silence, without gaps
 */
export function chanceOfSilence(
  history: readonly OrderDay[],
  silence: readonly DayShare[],
): number {
  const orders = sum(history.map((it) => it.orders));
  if (orders === 0) return 1;
  const worth = worthOfWeekdays(history);
  const usual = sum(history.map(({ day }) => worth[weekdayOf(day)] ?? 1));
  const silent = sum(silence.map(({ day, share }) => share * (worth[weekdayOf(day)] ?? 1)));
  return (usual / (usual + silent)) ** (orders / dispersionOf(history));
}

/** Whether a gap is unusual: at least a day, with enough history, and improbable. */
export function isUnusuallySilent(
  history: readonly OrderDay[],
  lastOrderAt: Date,
  now: Date,
  timeZone: string,
): boolean {
  const orders = sum(history.map((it) => it.orders));
  return (
    history.length >= MIN_BASELINE_DAYS &&
    orders >= MIN_ORDERS &&
    now.getTime() - lastOrderAt.getTime() >= MIN_SILENCE_MS &&
    chanceOfSilence(history, daysSince(lastOrderAt, now, timeZone)) < MAX_CHANCE
  );
}

/** Relative weight of each weekday. Adds one order to each weekday, so that none has weight zero. */
function worthOfWeekdays(history: readonly OrderDay[]): readonly number[] {
  const orders = new Array<number>(7).fill(1);
  const days = new Array<number>(7).fill(1);
  for (const it of history) {
    const weekday = weekdayOf(it.day);
    orders[weekday] = (orders[weekday] ?? 0) + it.orders;
    days[weekday] = (days[weekday] ?? 0) + 1;
  }
  const perDay = orders.map((count, weekday) => count / (days[weekday] ?? 1));
  const mean = sum(perDay) / 7;
  return perDay.map((count) => count / mean);
}

/** Index of dispersion of weekly orders, at least 1, the value of a Poisson process. */
function dispersionOf(history: readonly OrderDay[]): number {
  const weeks = Array.from({ length: Math.floor(history.length / 7) }, (_, week) =>
    sum(history.slice(7 * week, 7 * week + 7).map((it) => it.orders)),
  );
  const mean = sum(weeks) / weeks.length;
  const variance = sum(weeks.map((it) => (it - mean) ** 2)) / (weeks.length - 1);
  return weeks.length < 2 || mean === 0 ? 1 : Math.max(1, variance / mean);
}

const sum = (values: readonly number[]) => values.reduce((all, it) => all + it, 0);
const weekdayOf = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay();

function dayOf(at: Date, timeZone: string): { readonly day: string; readonly passed: number } {
  const { year, month, day, hour, minute } = toWallTime(at, timeZone);
  const date = new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
  return { day: date, passed: (60 * hour + minute) / 1_440 };
}
