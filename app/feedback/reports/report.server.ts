import type { Db } from "~/db.server";
import { SendingSettings } from "~/delivery/settings/sending-settings";
import type { ShopId } from "~/lib/shop-id";
import {
  listEmailCounts,
  listPickCounts,
  listSegmentCounts,
  type EmailCountRow,
  type PickCountRow,
} from "../counts/count-rows-store.server";
import type { EmailCounts } from "../counts/email-counts";
import type { SourceLift } from "../lift/lift-days";
import { findLift } from "../lift/lift-store.server";
import type { MeasureContext } from "../measures";
import { emailCost } from "./email-cost";
import { effectOf, effectsOf, type Effect, type SourceEffect } from "./report-lift";
import { loadRowNames } from "./report-names.server";
import { addDays, dayIn, daysIn, rangeOf, type DayRange, type ReportFilter } from "./report-range";
import {
  groupCounts,
  ALL_ROWS_KEY,
  groupByPeriod,
  sumCounts,
  type ReportRow,
  type Period,
} from "./report-rows";
import type { RowLabel } from "./row-label";

export interface NamedRow extends ReportRow {
  readonly name: RowLabel;
}

export interface NamedPlace extends PickCountRow {
  readonly name: RowLabel;
}

interface ReportEffect extends Effect {
  /** ISO 8601; null before the first count. */
  readonly countedAt: string | null;
  /** Days whose windows have ended; the latest are not counted yet. */
  readonly range: DayRange;
  readonly sources: readonly (SourceEffect & { readonly name: RowLabel })[];
  /** Lift of all email against the shop holdout; null without one in these days. */
  readonly ofAllEmail: Effect | null;
}

export interface Report extends DayRange {
  readonly filter: ReportFilter;
  /** Today in the shop's time zone. */
  readonly today: string;
  readonly currency: string;
  readonly totals: EmailCounts;
  readonly context: MeasureContext;
  /** The preceding period of the same length. */
  readonly before: { readonly totals: EmailCounts; readonly context: MeasureContext };
  readonly stretches: readonly Period[];
  readonly daysEach: number;
  readonly rows: readonly NamedRow[];
  readonly places: readonly NamedPlace[];
  readonly effect: ReportEffect;
  /** Whether opens are tracked. */
  readonly tracksOpens: boolean;
  /** Whether the email provider has reported what became of any email. */
  readonly reportsDelivery: boolean;
  readonly isRollupDue: boolean;
}

/** More bars are not distinguishable on a phone. */
const MAX_BARS = 45;

function effectOfAllEmail(counts: readonly SourceLift[], shopHoldoutRate: number): Effect | null {
  if (counts.length > 0) return effectOf(counts);
  const empty = { people: 0, ordered: 0, netMinor: 0, netSquares: 0 };
  const drawn = { flowId: "", campaignId: "", holdoutRate: shopHoldoutRate };
  return shopHoldoutRate > 0 ? effectOf([{ ...drawn, treated: empty, holdout: empty }]) : null;
}

/** Data of a report. It reads counts; only segments are counted from messages. */
export async function getReport(
  db: Db,
  shopId: ShopId,
  filter: ReportFilter,
  now: Date,
): Promise<Report> {
  const [shop, row] = await Promise.all([
    db.shop.findUniqueOrThrow({ where: { shopId }, select: { timeZone: true, currency: true } }),
    db.settings.findUnique({ where: { shopId }, select: { sending: true } }),
  ]);
  const settings = SendingSettings.parse(row?.sending ?? {});
  const today = dayIn(now, shop.timeZone);
  const range = rangeOf(filter.period, today);
  const days = daysIn(range);
  const passed = passedDays(range, now, settings.attributionWindowHours, shop.timeZone);
  const earlier = { from: addDays(range.from, -days), to: addDays(range.from, -1) };
  const { group } = filter;
  const [counted, countedBefore, places, segments, lift, due, report] = await Promise.all([
    listEmailCounts(db, shopId, range),
    listEmailCounts(db, shopId, earlier),
    group === "place" ? listPickCounts(db, shopId, range) : [],
    group === "segment" ? listSegmentCounts(db, shopId, range) : [],
    findLift(db, shopId, passed),
    db.reportRollupQueue.findFirst({ where: { shopId }, select: { day: true } }),
    db.emailEvent.findFirst({
      where: { shopId, delivery: { not: "accepted" } },
      select: { eventId: true },
    }),
  ]);
  const nameOf = await loadRowNames(db, shopId, counted);
  const { overall, sources } = effectsOf(lift?.counts ?? []);
  const effect = {
    countedAt: lift?.countedAt.toISOString() ?? null,
    range: passed,
    ...overall,
    sources: sources.map((it) => ({ ...it, name: nameOf({ ...ALL_ROWS_KEY, ...it }) })),
    ofAllEmail: effectOfAllEmail(lift?.ofAllEmail ?? [], settings.shopHoldoutRate),
  };
  const costOf = (rows: readonly EmailCounts[], costDays: number) =>
    emailCost(settings, sumCounts(rows).sent, costDays, shop.currency);
  const costMinor = costOf(counted, days);
  const known = { tracksOpens: settings.tracksOpens, reportsDelivery: report !== null };
  return {
    filter,
    ...range,
    today,
    currency: shop.currency,
    totals: sumCounts(counted),
    context: { costMinor, incremental: incrementalOf(effect, counted, costOf), ...known },
    before: {
      totals: sumCounts(countedBefore),
      context: { costMinor: costOf(countedBefore, days), incremental: null, ...known },
    },
    stretches: groupByPeriod(counted, range, Math.ceil(days / MAX_BARS)),
    daysEach: Math.ceil(days / MAX_BARS),
    rows: rowsOf(filter, counted, segments).map((it) => ({ ...it, name: nameOf(it.of) })),
    places: places.map((it) => ({ ...it, name: nameOf({ ...ALL_ROWS_KEY, ...it }) })),
    effect,
    ...known,
    isRollupDue: due !== null,
  };
}

function rowsOf(
  { group }: ReportFilter,
  counted: readonly EmailCountRow[],
  segments: readonly (EmailCounts & { readonly segmentId: string })[],
): ReportRow[] {
  if (group === "place") return [];
  if (group !== "segment") return groupCounts(counted, group);
  return segments.map(({ segmentId, ...counts }) => ({
    key: segmentId,
    of: { ...ALL_ROWS_KEY, segmentId },
    counts,
  }));
}

/** The days of a range whose windows have all ended. */
function passedDays(range: DayRange, now: Date, windowHours: number, timeZone: string): DayRange {
  const last = addDays(dayIn(new Date(now.getTime() - windowHours * 3_600_000), timeZone), -1);
  return { from: range.from, to: last < range.to ? last : range.to };
}

/** Incremental revenue and the cost of emails on the same days; null if unknown. */
function incrementalOf(
  { revenue, range }: ReportEffect,
  counted: readonly EmailCountRow[],
  costOf: (rows: readonly EmailCounts[], days: number) => number,
): MeasureContext["incremental"] {
  if (revenue.kind !== "measured") return null;
  const { incrementalMinor, lowMinor, highMinor } = revenue;
  const passed = counted.filter(({ day }) => day <= range.to);
  return {
    minor: incrementalMinor,
    lowMinor,
    highMinor,
    costMinor: costOf(passed, daysIn(range)),
  };
}
