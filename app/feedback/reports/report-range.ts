import { addDays } from "~/lib/calendar-day";

/** Predefined report periods in days, today included. */
export const REPORT_DAYS = [7, 30, 90, 365] as const;
type ReportDays = (typeof REPORT_DAYS)[number];

/** Dimensions of a report. */
export const REPORT_GROUPS = [
  "flow",
  "email",
  "version",
  "campaign",
  "template",
  "segment",
  "day",
  "place",
] as const;
export type ReportGroup = (typeof REPORT_GROUPS)[number];

/** Days are `YYYY-MM-DD` in the shop's time zone, both ends included. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

export type ReportPeriod =
  | { readonly kind: "last"; readonly days: ReportDays }
  | ({ readonly kind: "between" } & DayRange);

export interface ReportFilter {
  readonly period: ReportPeriod;
  readonly group: ReportGroup;
}

const DAY_MS = 86_400_000;
/** At most three years, since a report reads the counts of every day. */
const MAX_DAYS = 1_096;
const FIRST_FILTER: ReportFilter = { period: { kind: "last", days: 30 }, group: "flow" };

/** Number of days in a range, both ends included; 0 if reversed. */
export function daysIn({ from, to }: DayRange): number {
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1);
}

/** Every day from one to another, both included, in order. */
export function daysFrom(from: string, to: string): string[] {
  return Array.from({ length: daysIn({ from, to }) }, (_, i) => addDays(from, i));
}

/** Resolves a period to days. */
export function rangeOf(period: ReportPeriod, today: string): DayRange {
  return period.kind === "last"
    ? { from: addDays(today, 1 - period.days), to: today }
    : { from: period.from, to: period.to };
}

/** Parses the URL's parameters; invalid ones fall back to the default. */
export function readReportFilter(params: URLSearchParams): ReportFilter {
  return {
    period: readPeriod(params),
    group: REPORT_GROUPS.find((group) => group === params.get("by")) ?? FIRST_FILTER.group,
  };
}

function readPeriod(params: URLSearchParams): ReportPeriod {
  const [from, to] = [readDay(params.get("from")), readDay(params.get("to"))];
  if (from !== null && to !== null) {
    const days = daysIn({ from, to });
    if (days > 0 && days <= MAX_DAYS) return { kind: "between", from, to };
  }
  const days = REPORT_DAYS.find((it) => String(it) === params.get("days"));
  return days === undefined ? FIRST_FILTER.period : { kind: "last", days };
}

/** @returns null if it is not a valid day */
export function readDay(text: string | null): string | null {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : null;
}

/** The URL of a report. */
export function reportUrl(page: string, { period, group }: ReportFilter): string {
  const when: Record<string, string> =
    period.kind === "last" ? { days: String(period.days) } : { from: period.from, to: period.to };
  return `${page}?${new URLSearchParams({ ...when, by: group }).toString()}`;
}
