/** Whether a date such as 03/01/2025 begins with the day or with the month. */
export type DayOrder = "dmy" | "mdy";

const NUMBERS = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:[T ,]+(.*))?$/;
const YEAR_FIRST = /^(\d{4})([./-])(\d{1,2})\2(\d{1,2})(?:[T ]+(.*))?$/;
const TIME =
  /^(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d{1,3})?))?\s*([AP]M)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i;
/** Days since 1899-12-30, which a spreadsheet shows for a date in a cell of numbers. */
const SERIAL = /^\d{5}(?:\.\d+)?$/;
const SERIAL_EPOCH = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;

/**
 * An instant as Shopify exports it ("2024-05-01 10:20:30 -0400"), as ISO 8601, or as a spreadsheet rewrites it
 * ("01.05.2024 10:20", "5/1/2024", 45413.43). Without a zone it counts as UTC, without a time as midnight.
 *
 * @param order of dates that do not begin with the year; null refuses them
 * @returns ISO 8601 in UTC, or null for an invalid date
 */
export function parseExportDate(text: string, order: DayOrder | null = null): string | null {
  const trimmed = text.trim();
  if (SERIAL.test(trimmed)) return ofSerial(Number(trimmed));
  const [, year, , month, day, time = ""] = YEAR_FIRST.exec(trimmed) ?? [];
  if (year && month && day) return instantOf([year, month, day], time);
  const [, first, , second, lastYear, lastTime = ""] = NUMBERS.exec(trimmed) ?? [];
  if (!first || !second || !lastYear || order === null) return null;
  return instantOf(
    order === "dmy" ? [lastYear, second, first] : [lastYear, first, second],
    lastTime,
  );
}

/** Whether a date was rewritten by a spreadsheet, so that its day and month can be confused. */
export function hasUnclearOrder(text: string): boolean {
  return NUMBERS.test(text.trim());
}

/**
 * The order of day and month that all dates of a file have: one of them has a day above 12.
 *
 * @returns null when none has, or they contradict each other
 */
export function dayOrderOf(texts: readonly string[]): DayOrder | null {
  const dates = texts.flatMap((text) => {
    const [, first, , second] = NUMBERS.exec(text.trim()) ?? [];
    return first && second ? [{ first: Number(first), second: Number(second) }] : [];
  });
  const mayBeDmy = dates.every(({ second }) => second <= 12);
  const mayBeMdy = dates.every(({ first }) => first <= 12);
  if (mayBeDmy === mayBeMdy) return null;
  return mayBeDmy ? "dmy" : "mdy";
}

function instantOf([year, month, day]: [string, string, string], time: string): string | null {
  const clock = time === "" ? "00:00:00Z" : clockOf(time);
  if (clock === null) return null;
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const instant = new Date(`${date}T${clock}`);
  // 30 February would silently become 1 March.
  const exists = !Number.isNaN(Date.parse(date)) && new Date(date).toISOString().startsWith(date);
  return exists && !Number.isNaN(instant.getTime()) ? instant.toISOString() : null;
}

/** "3:05 PM -0400" is 15:05:00-04:00. */
function clockOf(time: string): string | null {
  const match = TIME.exec(time.trim());
  if (!match) return null;
  const [, hour = "", minute = "", second = "00", half, zone = "Z"] = match;
  if (half && (Number(hour) < 1 || Number(hour) > 12)) return null;
  const isAfternoon = half?.toUpperCase() === "PM";
  const hours = half ? (Number(hour) % 12) + (isAfternoon ? 12 : 0) : Number(hour);
  const offset = /^(?:Z|UTC)$/i.test(zone) ? "Z" : zone.replace(/^(...):?(..)$/, "$1:$2");
  return `${String(hours).padStart(2, "0")}:${minute}:${second}${offset}`;
}

function ofSerial(days: number): string {
  const seconds = Math.round((days * DAY_MS) / 1000);
  return new Date(SERIAL_EPOCH + seconds * 1000).toISOString();
}
