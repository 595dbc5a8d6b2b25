import { addCounts, NO_MAILS, type MailCounts } from "../counts/mail-counts";
import type { MailCountRow } from "../counts/count-rows-store.server";
import { daysFrom, type ReportGroup } from "./report-range";

/** One line of a report. */
export interface ReportRow {
  readonly key: string;
  readonly flowId: string;
  readonly stepId: string | null;
  readonly version: number | null;
  readonly day: string | null;
  readonly counts: MailCounts;
}

/**
 * What was counted, put together by what the rows of a report stand for: a
 * flow, a mail of a flow, a version of a mail, or a day of sending. The sum of
 * the rows is the sum of the counts, whatever they stand for.
 *
 * @returns days in their order, others with the most mails first
 */
export function groupCounts(
  counted: readonly MailCountRow[],
  group: Exclude<ReportGroup, "place">,
): ReportRow[] {
  const rows = new Map<string, ReportRow>();
  for (const { day, flowId, stepId, version, ...counts } of counted) {
    const row = {
      flowId: group === "day" ? "" : flowId,
      stepId: group === "mail" || group === "version" ? stepId : null,
      version: group === "version" ? version : null,
      day: group === "day" ? day : null,
    };
    const key = [row.flowId, row.stepId, row.version, row.day].join("|");
    const before = rows.get(key)?.counts ?? NO_MAILS;
    rows.set(key, { key, ...row, counts: addCounts(before, counts) });
  }
  return [...rows.values()].sort((a, b) =>
    group === "day"
      ? (b.day ?? "").localeCompare(a.day ?? "")
      : b.counts.sent - a.counts.sent || a.key.localeCompare(b.key),
  );
}

/** A stretch of days of sending, with what came of its mails. */
export interface Stretch {
  /** Its first day. */
  readonly day: string;
  readonly counts: MailCounts;
}

/**
 * The counts of each stretch of so many days, the first day first, stretches
 * without mails too. The last one may be shorter.
 */
export function stretchesOf(
  counted: readonly MailCountRow[],
  { from, to }: { readonly from: string; readonly to: string },
  daysEach: number,
): Stretch[] {
  const stretches: Stretch[] = daysFrom(from, to)
    .filter((_, i) => i % daysEach === 0)
    .map((day) => ({ day, counts: NO_MAILS }));
  const places = new Map(daysFrom(from, to).map((day, i) => [day, Math.floor(i / daysEach)]));
  for (const { day, flowId: _flow, stepId: _step, version: _version, ...counts } of counted) {
    const place = places.get(day);
    const stretch = place === undefined ? undefined : stretches[place];
    if (place === undefined || !stretch) continue;
    stretches[place] = { ...stretch, counts: addCounts(stretch.counts, counts) };
  }
  return stretches;
}

/** All counts together. */
export function sumCounts(counted: readonly MailCounts[]): MailCounts {
  return counted.reduce<MailCounts>(addCounts, NO_MAILS);
}
