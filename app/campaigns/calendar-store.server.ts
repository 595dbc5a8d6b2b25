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
  /** Messages sent so far. */
  readonly sent: number;
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
        greatest(
          (plan #>> '{timing,date}') || ' ' || (plan #>> '{timing,time}'),
          to_char(starts_at at time zone ${timeZone}, 'YYYY-MM-DD HH24:MI')) as at
      from campaign where shop_id = ${shopId}),
    counted as (
      select dated.*, (
        select count(*)::int from message_status message
        where message.shop_id = ${shopId} and message.campaign_id = dated.campaign_id
          and message.state = 'sent') as sent
      from dated where left(at, 10) between ${from} and ${to})
    select campaign_id as "campaignId", name, status, at, audience,
      foreseen_emails as "foreseenEmails", sent
    from counted
    where status <> 'canceled' or sent > 0
    order by at, campaign_id limit ${MAX_DATED}`;
  return rows.map(({ at, ...row }) => ({
    ...row,
    status: CampaignStatus.parse(row.status),
    audience: CampaignAudience.parse(row.audience),
    day: at.slice(0, 10),
    time: at.slice(11),
  }));
}
