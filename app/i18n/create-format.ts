import { formatMoney, formatRoundMoney, type Money } from "~/lib/money";
import { nameLanguage } from "./locale";
import { dateTimeFormat, displayNames, listFormat, numberFormat } from "./formatters";

/** Writes numbers and times as the readers of a locale do. Examples are of "en-US". */
export interface Format {
  /** "12,345" */
  count(count: number): string;
  /** "800", "1.2K" */
  compact(value: number): string;
  /** "0.123", "1.23", "12.3", "1,234": fixed digits after the point, or so many that there are three or four in all. */
  number(value: number, digits?: number): string;
  /** "12.5%" of a fraction in [0, 1]; "<0.1%" for a fraction above 0 that would round to 0. */
  rate(fraction: number, maxDigits?: number): string;
  /** "$12.34", with the currency's own symbol: merchants know the currency of their store. */
  money(money: Money): string;
  /** "$12" for $12.34, for axes. */
  roundMoney(money: Money): string;
  /** "Nov 24, 2026" in the context's time zone. */
  day(iso: string): string;
  /** "Nov 24, 2026, 2:43 PM" in the context's time zone. */
  instant(iso: string): string;
  /** "Nov 24" for a calendar day such as "2026-11-24". */
  calendarDay(day: string): string;
  /** "Nov 24, 2026" for a calendar day. */
  calendarDate(day: string): string;
  /** "Jan 5 – Mar 2, 2026", or a single date, from YYYY-MM-DD */
  calendarDates(from: string, to: string): string;
  /** "Nov 2026" for a calendar month such as "2026-11". */
  calendarMonth(month: string): string;
  /** "November 2026" for a calendar month such as "2026-11". */
  wholeMonth(month: string): string;
  /** "Tue" or "Tuesday" for a calendar day. */
  weekday(day: string, width: "short" | "long"): string;
  /** "Tue, Nov 24" for a calendar day. */
  weekdayDate(day: string): string;
  /** "9 PM" for 21. */
  hourOfDay(hour: number): string;
  /** "9:30 PM" for "21:30". */
  timeOfDay(time: string): string;
  /** "30 minutes", "2 hours", "3 days": a number of hours in its largest exact unit. */
  hours(hours: number): string;
  /** "3 days" */
  days(days: number): string;
  /** "a, b and c" or "a, b or c" */
  list(words: readonly string[], join?: "and" | "or"): string;
  /** "38 kB", "1.4 MB" */
  bytes(bytes: number): string;
  /** "German" for "de", "Allemand" in French: as in a list */
  language(tag: string): string;
  /** "German" for "de", "allemand" in French: as in a sentence */
  languageInText(tag: string): string;
  /** "Germany" for "DE"; null: not a country code. */
  country(code: string): string | null;
}

/**
 * @param locale BCP 47
 * @param timeZone IANA
 */
export function createFormat(locale: string, timeZone: string): Format {
  const write = (iso: string, options: Intl.DateTimeFormatOptions) =>
    dateTimeFormat(locale, { timeZone, ...options }).format(new Date(iso));
  const writeUnit = (
    unit: "minute" | "hour" | "day" | "kilobyte" | "megabyte",
    value: number,
    unitDisplay: "long" | "short" = "long",
  ) =>
    numberFormat(locale, { style: "unit", unit, unitDisplay })
      .format(value)
      // Japanese writes "24時間" without the space that it has before Latin units.
      .replace(/ (?=\p{Script=Han})/u, "");
  const percent = (fraction: number, digits: number) =>
    numberFormat(locale, { style: "percent", maximumFractionDigits: digits }).format(fraction);

  const timeOfDay = (time: string) =>
    write(`2000-01-01T${time}Z`, { timeZone: "UTC", timeStyle: "short" });

  return {
    count: (count) => numberFormat(locale, {}).format(count),
    compact: (value) =>
      numberFormat(locale, {
        notation: "compact",
        maximumFractionDigits: 2,
        // Else "5000" is beside "10.000" on a German axis.
        useGrouping: "always",
      }).format(value),
    number: (value, digits = digitsFor(value)) =>
      withMinusSign(
        numberFormat(locale, {
          minimumFractionDigits: digits,
          maximumFractionDigits: digits,
        }).format(value),
      ),
    rate(fraction, maxDigits = 1) {
      const smallest = 10 ** -(maxDigits + 2);
      const isTiny = fraction > 0 && fraction < smallest / 2;
      return isTiny ? `<${percent(smallest, maxDigits)}` : percent(fraction, maxDigits);
    },
    money: (money) => withMinusSign(formatMoney(money, locale, "narrowSymbol")),
    roundMoney: (money) => withMinusSign(formatRoundMoney(money, locale, "narrowSymbol")),
    day: (iso) => write(iso, { dateStyle: "medium" }),
    instant: (iso) => write(iso, { dateStyle: "medium", timeStyle: "short" }),
    calendarDay: (day) =>
      write(`${day}T12:00:00Z`, { timeZone: "UTC", day: "numeric", month: "short" }),
    calendarDate: (day) => write(`${day}T12:00:00Z`, { timeZone: "UTC", dateStyle: "medium" }),
    calendarDates: (from, to) =>
      dateTimeFormat(locale, { timeZone: "UTC", dateStyle: "medium" }).formatRange(
        new Date(`${from}T12:00:00Z`),
        new Date(`${to}T12:00:00Z`),
      ),
    calendarMonth: (month) =>
      write(`${month}-15T12:00:00Z`, { timeZone: "UTC", month: "short", year: "numeric" }),
    wholeMonth: (month) =>
      write(`${month}-15T12:00:00Z`, { timeZone: "UTC", month: "long", year: "numeric" }),
    weekday: (day, width) => write(`${day}T12:00:00Z`, { timeZone: "UTC", weekday: width }),
    weekdayDate: (day) =>
      write(`${day}T12:00:00Z`, {
        timeZone: "UTC",
        ...{ weekday: "short", day: "numeric", month: "short" },
      }),
    hourOfDay(hour) {
      const written = dateTimeFormat(locale, { timeZone: "UTC", hour: "numeric" }).format(
        hour * 3_600_000,
      );
      // A number alone says nothing in "21 to 8", as British and Spanish readers would have it.
      if (/^\d+$/.test(written)) return timeOfDay(`${String(hour).padStart(2, "0")}:00`);
      // German and French write two digits in clock times, but not in an hour alone: "8 Uhr".
      return written.replace(/^0(?=\d)/, "");
    },
    timeOfDay,
    hours(hours) {
      if (hours > 0 && hours < 1) return writeUnit("minute", Math.round(hours * 60));
      return hours >= 48 && hours % 24 === 0
        ? writeUnit("day", hours / 24)
        : writeUnit("hour", hours);
    },
    days: (days) => writeUnit("day", days),
    list: (words, join = "and") =>
      listFormat(locale, { type: join === "and" ? "conjunction" : "disjunction" }).format(words),
    bytes(bytes) {
      const kilobytes = Math.ceil(bytes / 1_000);
      return kilobytes < 1_000
        ? writeUnit("kilobyte", kilobytes, "short")
        : writeUnit("megabyte", Math.round(bytes / 100_000) / 10, "short");
    },
    language: (tag) => nameLanguage(tag, locale),
    languageInText: (tag) => displayNames(locale, { type: "language" }).of(tag) ?? tag,
    country(code) {
      return /^[A-Z]{2}$/.test(code)
        ? (displayNames(locale, { type: "region", fallback: "none" }).of(code) ?? null)
        : null;
    },
  };
}

function digitsFor(value: number): number {
  const size = Math.abs(value);
  return size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
}

/**
 * Many locales write a hyphen before a negative number, which is shorter than the digits’ minus. The word joiner behind
 * it has no width: a line may otherwise end between the minus and the currency.
 */
const withMinusSign = (amount: string) => amount.replace("-", "−\u2060");
