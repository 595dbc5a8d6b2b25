import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { MailCounts } from "./mail-counts";
import { COUNTED, outcomesOfMails } from "./mail-outcomes.server";

/** Which mails: those that were sent on these days of the shop's calendar, both included. */
export interface CountRange {
  /** YYYY-MM-DD */
  readonly from: string;
  readonly to: string;
}

export interface MailCountRow extends MailCounts {
  readonly day: string;
  /** Empty: of no flow. */
  readonly flowId: string;
  readonly stepId: string;
  readonly version: number;
  /** Empty: of no campaign. */
  readonly campaignId: string;
  /** Empty: the mail is the step's own. */
  readonly templateId: string;
  /** 0: of none, or of a ready one as it came. */
  readonly templateVersion: number;
}

/** What was counted of each day, flow or campaign, step, version and template, by day. */
export async function listMailCounts(
  db: Db,
  shopId: ShopId,
  { from, to }: CountRange,
): Promise<MailCountRow[]> {
  const rows = await db.mailCount.findMany({
    where: { shopId, day: { gte: new Date(from), lte: new Date(to) } },
    orderBy: [
      { day: "asc" },
      { flowId: "asc" },
      { stepId: "asc" },
      { version: "asc" },
      { campaignId: "asc" },
      { templateId: "asc" },
      { templateVersion: "asc" },
    ],
    omit: { shopId: true },
  });
  return rows.map(({ day, grossMinor, refundedMinor, ...row }) => ({
    ...row,
    day: day.toISOString().slice(0, 10),
    grossMinor: Number(grossMinor),
    refundedMinor: Number(refundedMinor),
  }));
}

export interface PickCountRow {
  readonly flowId: string;
  readonly stepId: string;
  readonly campaignId: string;
  /** From 1, in the order of the mail. */
  readonly slot: number;
  readonly shown: number;
  readonly clickedByPeople: number;
  /** Credited orders with that product. */
  readonly orders: number;
}

/** What was counted of each place for a product, over the whole range. */
export async function listPickCounts(
  db: Db,
  shopId: ShopId,
  { from, to }: CountRange,
): Promise<PickCountRow[]> {
  const rows = await db.pickCount.groupBy({
    by: ["flowId", "stepId", "campaignId", "slot"],
    where: { shopId, day: { gte: new Date(from), lte: new Date(to) } },
    _sum: { shown: true, clickedByPeople: true, orders: true },
    orderBy: [{ flowId: "asc" }, { stepId: "asc" }, { campaignId: "asc" }, { slot: "asc" }],
  });
  return rows.map(({ _sum, ...row }) => ({
    ...row,
    shown: _sum.shown ?? 0,
    clickedByPeople: _sum.clickedByPeople ?? 0,
    orders: _sum.orders ?? 0,
  }));
}

/**
 * What came of the mails to each segment's members. Who belongs to several
 * counts in each; members are those of now, so that a segment made today has a
 * past too.
 */
export async function listSegmentCounts(
  db: Db,
  shopId: ShopId,
  range: CountRange,
): Promise<(MailCounts & { readonly segmentId: string })[]> {
  return db.$queryRaw`
    with ${outcomesOfMails(shopId, range)}
    select member.segment_id as "segmentId", ${COUNTED}
    from outcome
    join segment_member member
      on member.shop_id = ${shopId} and member.profile_id = outcome.profile_id
    group by member.segment_id
    order by sent desc, member.segment_id`;
}
