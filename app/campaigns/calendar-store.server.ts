import { CampaignAudience } from "./campaign";
import { CampaignStatus } from "./campaign-status";
import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/** A campaign on a day of the shop's calendar. */
export interface DatedCampaign {
  readonly campaignId: string;
  readonly name: string;
  readonly status: CampaignStatus;
  /** YYYY-MM-DD */
  readonly day: string;
  /** "09:30" */
  readonly time: string;
  readonly audience: CampaignAudience;
  /** Number of messages forecast at the start; null for a draft. */
  readonly foreseenEmails: number | null;
  /** Of a draft: the customers that its audience could email when it was counted; null: not counted since its last change. */
  readonly audienceSize: number | null;
  readonly audienceSizeAt: Date | null;
  /** Whether any of its emails was sent. */
  readonly hasSent: boolean;
}

interface Days {
  /** First and last day, YYYY-MM-DD. */
  readonly from: string;
  readonly to: string;
  /** The shop's time zone. */
  readonly timeZone: string;
}

const MAX_DATED = 300;

/**
 * Lists campaigns by the time for which they are planned, or at which they started if that is later. Drafts without
 * a planned time have no day, and canceled campaigns count only if some of their emails were sent.
 */
export async function listDatedCampaigns(
  db: Db,
  shopId: ShopId,
  { from, to, timeZone }: Days,
): Promise<DatedCampaign[]> {
  const rows = await db.$queryRaw<(Omit<DatedCampaign, "day" | "time"> & { at: string })[]>`
    with dated as (
      select campaign_id, name, status, plan->'audience' as audience, foreseen_emails,
        audience_size, audience_size_at,
        greatest(
          (plan #>> '{timing,date}') || ' ' || (plan #>> '{timing,time}'),
          to_char(starts_at at time zone ${timeZone}, 'YYYY-MM-DD HH24:MI')) as at
      from campaign where shop_id = ${shopId}),
    of_days as (
      select dated.*, exists (
        select 1 from message
        join message_outcome outcome on outcome.shop_id = message.shop_id
          and outcome.message_id = message.message_id and outcome.state = 'sent'
        where message.shop_id = ${shopId} and message.campaign_id = dated.campaign_id) as has_sent
      from dated where left(at, 10) between ${from} and ${to})
    select campaign_id as "campaignId", name, status, at, audience,
      foreseen_emails as "foreseenEmails", audience_size as "audienceSize",
      audience_size_at as "audienceSizeAt", has_sent as "hasSent"
    from of_days
    where status <> 'canceled' or has_sent
    order by at, campaign_id limit ${MAX_DATED}`;
  return rows.map(({ at, ...row }) => ({
    ...row,
    status: CampaignStatus.parse(row.status),
    audience: CampaignAudience.parse(row.audience),
    day: at.slice(0, 10),
    time: at.slice(11),
  }));
}

/** Keeps the size of an audience for drafts that have it. */
export async function saveAudienceSize(
  db: Db,
  shopId: ShopId,
  campaignIds: readonly string[],
  size: number,
  now: Date,
): Promise<void> {
  await db.campaign.updateMany({
    where: { shopId, campaignId: { in: [...campaignIds] }, status: "draft" },
    data: { audienceSize: size, audienceSizeAt: now },
  });
}
