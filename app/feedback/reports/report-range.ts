/** How many days of sending a report covers, today included. */
export const REPORT_DAYS = [7, 30, 90, 365] as const;
type ReportDays = (typeof REPORT_DAYS)[number];

/** What a report's rows stand for. */
export const REPORT_GROUPS = ["flow", "mail", "version", "day", "place"] as const;
export type ReportGroup = (typeof REPORT_GROUPS)[number];

export interface ReportFilter {
  readonly days: ReportDays;
  readonly group: ReportGroup;
}

const DAY_MS = 86_400_000;

/** A calendar day so many days before or after another. Days are `YYYY-MM-DD`. */
export function dayBy(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The calendar day of an instant in a time zone. */
export function dayIn(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(at);
}

/** Every day from one to another, both included, in order. */
export function daysFrom(from: string, to: string): string[] {
  const count = Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => dayBy(from, i));
}

/** Reads an address's parameters; what cannot be read is what a report shows at first. */
export function readReportFilter(params: URLSearchParams): ReportFilter {
  return {
    days: REPORT_DAYS.find((days) => String(days) === params.get("days")) ?? 30,
    group: REPORT_GROUPS.find((group) => group === params.get("by")) ?? "flow",
  };
}

/** The address of a report. */
export function reportUrl(page: string, { days, group }: ReportFilter): string {
  return `${page}?${new URLSearchParams({ days: String(days), by: group }).toString()}`;
}
