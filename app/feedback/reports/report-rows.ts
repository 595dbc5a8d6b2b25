import { addCounts, NO_MAILS, type MailCounts } from "../counts/mail-counts";
import type { MailCountRow } from "../counts/count-rows-store.server";
import { daysFrom, type DayRange, type ReportGroup } from "./report-range";

/** Which mails a line of a report is of; null: it does not ask for that. */
export interface RowKey {
  /** Empty: of no flow. */
  readonly flowId: string | null;
  readonly stepId: string | null;
  readonly version: number | null;
  /** Empty: of no campaign. */
  readonly campaignId: string | null;
  /** Empty: without a template. */
  readonly templateId: string | null;
  readonly templateVersion: number | null;
  readonly segmentId: string | null;
  readonly day: string | null;
}

/** One line of a report. */
export interface ReportRow {
  readonly key: string;
  readonly of: RowKey;
  readonly counts: MailCounts;
}

/** Rows that are put together from what was counted of each day. */
export type CountedGroup = Exclude<ReportGroup, "place" | "segment">;

export const ALL_ROWS_KEY: RowKey = {
  flowId: null,
  stepId: null,
  version: null,
  campaignId: null,
  templateId: null,
  templateVersion: null,
  segmentId: null,
  day: null,
};

/**
 * What was counted, put together by what the rows of a report stand for. The
 * sum of the rows is the sum of the counts, whatever they stand for: mails that
 * have none of it are a row of their own.
 *
 * @returns days with the last first, others with the most mails first
 */
export function groupCounts(counted: readonly MailCountRow[], group: CountedGroup): ReportRow[] {
  const rows = new Map<string, ReportRow>();
  for (const row of counted) {
    const of = rowOf(row, group);
    const key = Object.values(of).join("|");
    const before = rows.get(key)?.counts ?? NO_MAILS;
    rows.set(key, { key, of, counts: addCounts(before, row) });
  }
  return [...rows.values()].sort((a, b) =>
    group === "day"
      ? (b.of.day ?? "").localeCompare(a.of.day ?? "")
      : b.counts.sent - a.counts.sent || a.key.localeCompare(b.key),
  );
}

function rowOf(row: MailCountRow, group: CountedGroup): RowKey {
  const { flowId, stepId, version, campaignId, templateId, templateVersion, day } = row;
  switch (group) {
    case "flow":
      return { ...ALL_ROWS_KEY, flowId };
    case "mail":
      return { ...ALL_ROWS_KEY, flowId, stepId, campaignId };
    case "version":
      return { ...ALL_ROWS_KEY, flowId, stepId, version, campaignId };
    case "campaign":
      return { ...ALL_ROWS_KEY, campaignId };
    case "template":
      return { ...ALL_ROWS_KEY, templateId, templateVersion };
    case "day":
      return { ...ALL_ROWS_KEY, day };
  }
}

/** A stretch of days of sending, with what came of its mails. */
export interface Period {
  /** Its first day. */
  readonly day: string;
  readonly counts: MailCounts;
}

/**
 * The counts of each stretch of so many days, the first day first, stretches
 * without mails too. The last one may be shorter.
 */
export function groupByPeriod(
  counted: readonly MailCountRow[],
  { from, to }: DayRange,
  daysEach: number,
): Period[] {
  const stretches: Period[] = daysFrom(from, to)
    .filter((_, i) => i % daysEach === 0)
    .map((day) => ({ day, counts: NO_MAILS }));
  const places = new Map(daysFrom(from, to).map((day, i) => [day, Math.floor(i / daysEach)]));
  for (const row of counted) {
    const place = places.get(row.day);
    const stretch = place === undefined ? undefined : stretches[place];
    if (place === undefined || !stretch) continue;
    stretches[place] = { ...stretch, counts: addCounts(stretch.counts, row) };
  }
  return stretches;
}

/** All counts together. */
export function sumCounts(counted: readonly MailCounts[]): MailCounts {
  return counted.reduce<MailCounts>(addCounts, NO_MAILS);
}
