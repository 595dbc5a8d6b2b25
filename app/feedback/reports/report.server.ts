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
import { comparisonOf } from "../lift/lift-days";
import { listLiftBetween } from "../lift/lift-store.server";
import { loadLiftView, type LiftView } from "./lift-view.server";
import { measureRevenueLift, type RevenueLift } from "../lift/revenue-lift";
import type { MeasureContext } from "../measures";
import { emailCost } from "./email-cost";
import { loadRowNames } from "./report-names.server";
import { addDays, dayIn } from "~/lib/calendar-day";
import { daysIn, rangeOf, type DayRange, type ReportFilter } from "./report-range";
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

/** Days after the first email in which the revenue of a report's effect counts. */
const EFFECT_DAYS = 7;

/** The effect of the emails of a report's days, as a reader of this report alone would compute it. */
interface ReportEffect {
  /** Days whose windows have ended; the latest are not counted yet. */
  readonly range: DayRange;
  readonly revenue: RevenueLift;
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
  /** The running measurement, whatever the report's days. */
  readonly lift: LiftView;
  /** Whether opens are tracked. */
  readonly tracksOpens: boolean;
  /** Whether the email provider has reported what became of any email. */
  readonly reportsDelivery: boolean;
  readonly isRollupDue: boolean;
}

/** More bars are not distinguishable on a phone. */
const MAX_BARS = 45;

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
  const passed = passedDays(range, today);
  const earlier = { from: addDays(range.from, -days), to: addDays(range.from, -1) };
  const { group } = filter;
  const [counted, countedBefore, places, segments, experiments, lift, due, report] =
    await Promise.all([
      listEmailCounts(db, shopId, range),
      listEmailCounts(db, shopId, earlier),
      group === "place" ? listPickCounts(db, shopId, range) : [],
      group === "segment" ? listSegmentCounts(db, shopId, range) : [],
      listLiftBetween(db, shopId, passed),
      loadLiftView(db, shopId, now),
      db.reportRollupQueue.findFirst({ where: { shopId }, select: { day: true } }),
      db.emailEvent.findFirst({
        where: { shopId, delivery: { not: "accepted" } },
        select: { eventId: true },
      }),
    ]);
  const nameOf = await loadRowNames(db, shopId, counted);
  const ofEmails = experiments.filter(
    (it) => it.windowDays === EFFECT_DAYS && comparisonOf(it) === "source",
  );
  const effect = { range: passed, revenue: measureRevenueLift(ofEmails) };
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
    lift,
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
function passedDays(range: DayRange, today: string): DayRange {
  const last = addDays(today, -EFFECT_DAYS - 1);
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
