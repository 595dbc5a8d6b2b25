import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { EmailCounts } from "./email-counts";
import { COUNTED, outcomesOfEmails } from "./email-outcomes.server";

/** Messages sent on these days (inclusive) in the shop's time zone. */
export interface CountRange {
  /** YYYY-MM-DD */
  readonly from: string;
  readonly to: string;
}

export interface EmailCountRow extends EmailCounts {
  readonly day: string;
  /** Empty: not of a flow. */
  readonly flowId: string;
  readonly stepId: string;
  readonly version: number;
  /** Empty: not of a campaign. */
  readonly campaignId: string;
  /** Empty: the step's own text. */
  readonly templateId: string;
  /** 0: none, or the unchanged prebuilt template. */
  readonly templateVersion: number;
}

/** Daily counts by flow or campaign, step, variant, template and version. */
export async function listEmailCounts(
  db: Db,
  shopId: ShopId,
  { from, to }: CountRange,
): Promise<EmailCountRow[]> {
  const rows = await db.emailCount.findMany({
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
  /** Position in the email, from 1. */
  readonly slot: number;
  readonly shown: number;
  readonly clickedByPeople: number;
  /** Attributed orders with that product. */
  readonly orders: number;
}

/** Counts per product slot over the range. */
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
 * Results of messages to each segment's members. A member of several segments counts in each; membership is
 * current, so that a new segment has a past too.
 */
export async function listSegmentCounts(
  db: Db,
  shopId: ShopId,
  range: CountRange,
): Promise<(EmailCounts & { readonly segmentId: string })[]> {
  return db.$queryRaw`
    with ${outcomesOfEmails(shopId, range)}
    select member.segment_id as "segmentId", ${COUNTED}
    from outcome
    join segment_member member
      on member.shop_id = ${shopId} and member.profile_id = outcome.profile_id
    group by member.segment_id
    order by sent desc, member.segment_id`;
}
