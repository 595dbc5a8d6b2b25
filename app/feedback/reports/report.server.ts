import type { Db } from "~/db.server";
import { SendingSettings } from "~/delivery/settings/sending-settings";
import type { ShopId } from "~/lib/shop-id";
import { loadMailNames } from "~/messages/customer-mails.server";
import {
  listMailCounts,
  listPickCounts,
  type MailCountRow,
  type PickCountRow,
} from "../counts/count-rows-store.server";
import type { MailCounts } from "../counts/mail-counts";
import { measureLift, type Lift } from "../lift/lift";
import { findLift } from "../lift/lift-store.server";
import { mailCost } from "./mail-cost";
import { dayBy, dayIn, type ReportFilter } from "./report-range";
import { groupCounts, stretchesOf, sumCounts, type ReportRow, type Stretch } from "./report-rows";

export interface NamedRow extends ReportRow {
  readonly name: string;
}

export interface NamedPlace extends PickCountRow {
  readonly name: string;
}

export interface Report {
  readonly filter: ReportFilter;
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  readonly costMinor: number;
  readonly totals: MailCounts;
  /** The same number of days just before. */
  readonly before: { readonly totals: MailCounts; readonly costMinor: number };
  readonly stretches: readonly Stretch[];
  readonly daysEach: number;
  readonly rows: readonly NamedRow[];
  readonly places: readonly NamedPlace[];
  readonly lift: { readonly countedAt: string | null; readonly overall: Lift };
  /** Whether openings are counted at all. */
  readonly tracksOpens: boolean;
  readonly isCountDue: boolean;
}

const NO_ROW = { stepId: null, version: null, day: null };
/** More bars than this cannot be told from each other on a phone. */
const MOST_BARS = 45;

/** What a report shows, as of now. It reads counts, never mails. */
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
  const to = dayIn(now, shop.timeZone);
  const from = dayBy(to, 1 - filter.days);
  const earlier = { from: dayBy(from, -filter.days), to: dayBy(from, -1) };
  const [counted, countedBefore, places, lift, due] = await Promise.all([
    listMailCounts(db, shopId, { from, to }),
    listMailCounts(db, shopId, earlier),
    filter.group === "place" ? listPickCounts(db, shopId, { from, to }) : [],
    findLift(db, shopId),
    db.countDue.findFirst({ where: { shopId }, select: { day: true } }),
  ]);
  const totals = sumCounts(counted);
  const totalsBefore = sumCounts(countedBefore);
  const daysEach = Math.ceil(filter.days / MOST_BARS);
  const nameOf = await loadNames(db, shopId, counted);
  return {
    filter,
    from,
    to,
    currency: shop.currency,
    costMinor: mailCost(settings, totals.sent, filter.days, shop.currency),
    totals,
    before: {
      totals: totalsBefore,
      costMinor: mailCost(settings, totalsBefore.sent, filter.days, shop.currency),
    },
    stretches: stretchesOf(counted, { from, to }, daysEach),
    daysEach,
    rows:
      filter.group === "place"
        ? []
        : groupCounts(counted, filter.group).map((it) => ({ ...it, name: nameOf(it) })),
    places: places.map((it) => ({ ...it, name: nameOf({ ...NO_ROW, ...it }) })),
    lift: {
      countedAt: lift?.countedAt.toISOString() ?? null,
      overall: measureLift(lift?.counts ?? []),
    },
    tracksOpens: settings.tracksOpens,
    isCountDue: due !== null,
  };
}

type Named = Pick<ReportRow, "flowId" | "stepId" | "version" | "day">;

/** What the merchant calls a row: by the newest version of its flow that is in the report. */
async function loadNames(db: Db, shopId: ShopId, counted: readonly MailCountRow[]) {
  const newest = new Map<string, number>();
  for (const { flowId, stepId, version } of counted) {
    for (const key of [flowId, `${flowId}|${stepId}`]) {
      newest.set(key, Math.max(newest.get(key) ?? 0, version));
    }
  }
  const refs = counted.flatMap(({ flowId, stepId, version }) =>
    flowId === "" ? [] : [{ flowId, stepId, flowVersion: version }],
  );
  const nameOf = await loadMailNames(db, shopId, refs);
  return ({ flowId, stepId, version, day }: Named): string => {
    if (day !== null) return day;
    if (flowId === "") return "Mails of no flow";
    const flowVersion = version ?? newest.get(stepId === null ? flowId : `${flowId}|${stepId}`);
    const names = nameOf({ flowId, stepId, flowVersion: flowVersion ?? 1 });
    const parts = [names.flowName ?? flowId, stepId === null ? null : (names.mailName ?? stepId)];
    if (version !== null) parts.push(`version ${version}`);
    return parts.filter((part) => part !== null).join(", ");
  };
}
