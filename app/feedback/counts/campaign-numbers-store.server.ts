import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { sumInterval } from "~/ml/experiments/sum-interval";
import { CampaignNumbers } from "./campaign-numbers";

/** The numbers of each of these campaigns: counted, or final since their messages were deleted. */
export async function countCampaigns(
  db: Db,
  shopId: ShopId,
  campaignIds: string[],
): Promise<Map<string, CampaignNumbers>> {
  const campaigns = await db.campaign.findMany({
    where: { shopId, campaignId: { in: campaignIds } },
    select: { campaignId: true, finalNumbers: true },
  });
  const final = campaigns.flatMap(({ campaignId, finalNumbers }) =>
    finalNumbers === null ? [] : [[campaignId, CampaignNumbers.parse(finalNumbers)] as const],
  );
  const isFinal = new Set(final.map(([campaignId]) => campaignId));
  const counted = await countMessages(
    db,
    shopId,
    campaignIds.filter((campaignId) => !isFinal.has(campaignId)),
  );
  return new Map([...counted, ...final]);
}

/** Stores the numbers of campaigns whose messages are about to be deleted, unless they are stored. */
export async function freezeCampaignNumbers(
  tx: Tx,
  shopId: ShopId,
  campaignIds: readonly string[],
): Promise<void> {
  if (campaignIds.length === 0) return;
  const open = await tx.campaign.findMany({
    where: {
      shopId,
      campaignId: { in: [...new Set(campaignIds)] },
      finalNumbers: { equals: Prisma.DbNull },
    },
    select: { campaignId: true },
  });
  const counted = await countMessages(
    tx,
    shopId,
    open.map(({ campaignId }) => campaignId),
  );
  for (const [campaignId, finalNumbers] of counted) {
    await tx.campaign.update({
      where: { shopId_campaignId: { shopId, campaignId } },
      data: { finalNumbers },
    });
  }
}

async function countMessages(
  db: Db,
  shopId: ShopId,
  campaignIds: string[],
): Promise<Map<string, CampaignNumbers>> {
  if (campaignIds.length === 0) return new Map();
  const states = await db.$queryRaw<StateRow[]>`
    select campaign_id as "campaignId", state, reason, count(*)::int as count
    from message_status
    where shop_id = ${shopId} and campaign_id = any(${campaignIds}::text[])
    group by campaign_id, state, reason
    order by count desc, reason`;
  const effects = await db.$queryRaw<EffectRow[]>`
    select message.campaign_id as "campaignId",
      count(*) filter (where exists (
        select 1 from engagement_event where engagement_event.shop_id = message.shop_id
          and engagement_event.message_id = message.message_id and engagement_event.kind = 'click' and engagement_event.classification = 'human'))::int as clicked,
      count(gone.message_id)::int as unsubscribed, coalesce(sum(credit.orders), 0)::int as orders,
      coalesce(sum(credit.net), 0)::bigint as net,
      coalesce(sum(credit.net ^ 2), 0)::float8 as "netSquares",
      coalesce(max(credit.net), 0)::float8 as "largestNet"
    from message_status message
    left join lateral (
      select count(*) as orders, sum(gross_minor - refunded_minor) as net from attribution
      where attribution.shop_id = message.shop_id
        and attribution.message_id = message.message_id) as credit on true
    left join (
      select distinct payload->>'messageId' as message_id from event
      where shop_id = ${shopId} and kind = 'email_unsubscribed') as gone
      on gone.message_id = message.message_id
    where message.shop_id = ${shopId} and message.campaign_id = any(${campaignIds}::text[])
      and message.state = 'sent'
    group by message.campaign_id`;
  return new Map(
    campaignIds.map((campaignId) => {
      const own = states.filter((row) => row.campaignId === campaignId);
      const effect = effects.find((row) => row.campaignId === campaignId);
      const of = (state: string) =>
        own.reduce((sum, row) => (row.state === state ? sum + row.count : sum), 0);
      return [
        campaignId,
        {
          waiting: of("planned"),
          leaving: of("sending"),
          sent: of("sent"),
          withheld: of("withheld"),
          notSent: own
            .filter(({ state }) => ["skipped", "failed", "unknown"].includes(state))
            .map(({ reason, count }) => ({
              reason: reason ?? "no_answer",
              count,
            })),
          clicked: effect?.clicked ?? 0,
          unsubscribed: effect?.unsubscribed ?? 0,
          orders: effect?.orders ?? 0,
          netMinor: Number(effect?.net ?? 0n),
          netBetween: effect ? netInterval(effect) : null,
        },
      ];
    }),
  );
}

interface StateRow {
  readonly campaignId: string;
  readonly state: string;
  readonly reason: string | null;
  readonly count: number;
}

interface EffectRow {
  readonly campaignId: string;
  readonly clicked: number;
  readonly unsubscribed: number;
  readonly orders: number;
  readonly net: bigint;
  /** Sum of squares over recipients. */
  readonly netSquares: number;
  readonly largestNet: number;
}

/** Recipients order independently of each other, and few of many do. */
function netInterval({ net, netSquares, largestNet }: EffectRow): CampaignNumbers["netBetween"] {
  const between = sumInterval({ sum: Number(net), squares: netSquares, largest: largestNet });
  return between && { low: Math.round(between.low), high: Math.round(between.high) };
}
