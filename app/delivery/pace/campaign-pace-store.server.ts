import { Prisma } from "~/generated/prisma/client";
import { readRows } from "~/db-reads.server";
import { MESSAGE_LIFETIME_MS } from "~/campaigns/planning/plan-slice";
import { countRemainingInPace, type CampaignPace } from "~/campaigns/planning/pace";
import type { Db } from "~/db.server";
import { DurationMs, addMs } from "~/flows/definition/duration";
import type { ShopId } from "~/lib/shop-id";
import { messagesSentSince } from "../messages-sent-since.server";

/**
 * How many messages each active paced campaign may send now, by id. Messages that piled up (over night, or by
 * time zone) keep to the pace too.
 */
export async function listPacedCampaigns(
  db: Db,
  shopId: ShopId,
  now: Date,
): Promise<ReadonlyMap<string, number>> {
  const campaigns = await readRows<{ campaignId: string } & CampaignPace>(
    db,
    Prisma.sql`
    select campaign_id as "campaignId", (plan->>'emailsPerHour')::int as "emailsPerHour",
      (plan->>'emailsPerDay')::int as "emailsPerDay"
    from campaign
    where shop_id = ${shopId} and status in ('scheduled', 'sending')
      and (plan->>'emailsPerHour' is not null or plan->>'emailsPerDay' is not null)
    order by campaign_id`,
  );
  const rooms = new Map<string, number>();
  for (const { campaignId, ...pace } of campaigns) {
    const room = await countRemainingInPace(pace, (withinMs) =>
      countSent(db, shopId, campaignId, addMs(now, -withinMs)),
    );
    rooms.set(campaignId, room);
  }
  return rooms;
}

/** Messages of a campaign sent since then or being sent. */
async function countSent(db: Db, shopId: ShopId, campaignId: string, since: Date): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from ${messagesSentSince(shopId, since)} as message
    where campaign_id = ${campaignId}`;
  return row?.count ?? 0;
}

/** How long before its expiry a waiting message is extended. */
const IN_TIME_MS = DurationMs.hours(24);

/**
 * Extends the expiry of due campaign messages that wait only for the campaign's pace or the domain's warm-up.
 *
 * @param campaignIds the paced campaigns; null: all
 */
export async function extendWaitingMessages(
  db: Db,
  shopId: ShopId,
  campaignIds: readonly string[] | null,
  now: Date,
): Promise<void> {
  await db.$executeRaw`
    update message_sending set expires_at = ${addMs(now, MESSAGE_LIFETIME_MS)}::timestamptz
    where shop_id = ${shopId} and state = 'planned' and campaign_id is not null
      and (${campaignIds === null} or campaign_id = any(${[...(campaignIds ?? [])]}::text[]))
      and next_run_at <= ${now}::timestamptz
      and expires_at <= ${addMs(now, IN_TIME_MS)}::timestamptz
      -- What ran out before anybody looked is not brought back.
      and expires_at > ${now}::timestamptz`;
}
