import { addEmailCounts, NO_EMAILS, type EmailCounts } from "../counts/email-counts";
import type { EmailCountRow } from "../counts/count-rows-store.server";
import { daysFrom, type DayRange, type ReportGroup } from "./report-range";

/** Key of a report row; null: not part of the dimension. */
export interface RowKey {
  /** Empty: not of a flow. */
  readonly flowId: string | null;
  readonly stepId: string | null;
  readonly version: number | null;
  /** Empty: not of a campaign. */
  readonly campaignId: string | null;
  /** Empty: no template. */
  readonly templateId: string | null;
  readonly templateVersion: number | null;
  readonly segmentId: string | null;
  readonly day: string | null;
}

/** One line of a report. */
export interface ReportRow {
  readonly key: string;
  readonly of: RowKey;
  readonly counts: EmailCounts;
}

/** Dimensions computed from daily counts. */
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
 * Groups counts by a dimension. Row totals equal the overall total: messages without a value form their own
 * row.
 *
 * @returns days newest first, other rows by number of messages
 */
export function groupCounts(counted: readonly EmailCountRow[], group: CountedGroup): ReportRow[] {
  const rows = new Map<string, ReportRow>();
  for (const row of counted) {
    const of = rowOf(row, group);
    const key = Object.values(of).join("|");
    const before = rows.get(key)?.counts ?? NO_EMAILS;
    rows.set(key, { key, of, counts: addEmailCounts(before, row) });
  }
  return [...rows.values()].sort((a, b) =>
    group === "day"
      ? (b.of.day ?? "").localeCompare(a.of.day ?? "")
      : b.counts.sent - a.counts.sent || a.key.localeCompare(b.key),
  );
}

function rowOf(row: EmailCountRow, group: CountedGroup): RowKey {
  const { flowId, stepId, version, campaignId, templateId, templateVersion, day } = row;
  switch (group) {
    case "flow":
      return { ...ALL_ROWS_KEY, flowId };
    case "email":
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

/** A period of sending days with its results. */
export interface Period {
  /** Its first day. */
  readonly day: string;
  readonly counts: EmailCounts;
}

/**
 * Groups counts into consecutive periods of this many days, oldest first, empty ones included. The last may
 * be shorter.
 */
export function groupByPeriod(
  counted: readonly EmailCountRow[],
  { from, to }: DayRange,
  daysEach: number,
): Period[] {
  const stretches: Period[] = daysFrom(from, to)
    .filter((_, i) => i % daysEach === 0)
    .map((day) => ({ day, counts: NO_EMAILS }));
  const places = new Map(daysFrom(from, to).map((day, i) => [day, Math.floor(i / daysEach)]));
  for (const row of counted) {
    const place = places.get(row.day);
    const stretch = place === undefined ? undefined : stretches[place];
    if (place === undefined || !stretch) continue;
    stretches[place] = { ...stretch, counts: addEmailCounts(stretch.counts, row) };
  }
  return stretches;
}

/** All counts together. */
export function sumCounts(counted: readonly EmailCounts[]): EmailCounts {
  return counted.reduce<EmailCounts>(addEmailCounts, NO_EMAILS);
}
