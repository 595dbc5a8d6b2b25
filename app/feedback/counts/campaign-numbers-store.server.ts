import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { keepCount, type Counted } from "~/lib/keep-count.server";
import type { ShopId } from "~/lib/shop-id";
import { sumInterval } from "~/ml/experiments/sum-interval";
import { CampaignNumbers } from "./campaign-numbers";

/**
 * The numbers of each of these campaigns: counted, or final since their messages were deleted. Those of large campaigns
 * may be minutes old.
 *
 * @param db not a transaction
 */
export async function countCampaigns(
  db: Db,
  shopId: ShopId,
  campaignIds: readonly string[],
  now: Date,
): Promise<Counted<Map<string, CampaignNumbers>>> {
  const campaigns = await db.campaign.findMany({
    where: { shopId, campaignId: { in: [...campaignIds] } },
    select: { campaignId: true, finalNumbers: true },
  });
  const final = campaigns.flatMap(({ campaignId, finalNumbers }) =>
    finalNumbers === null ? [] : [[campaignId, CampaignNumbers.parse(finalNumbers)] as const],
  );
  const isFinal = new Set(final.map(([campaignId]) => campaignId));
  const open = campaignIds.filter((campaignId) => !isFinal.has(campaignId));
  const counted = await keepCount(
    shopId,
    `campaigns/${open.join()}`,
    { now, sizeOf: sumSent },
    () => countMessages(db, shopId, open),
  );
  return { ...counted, value: new Map([...counted.value, ...final]) };
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

const sumSent = (counted: ReadonlyMap<string, CampaignNumbers>): number =>
  [...counted.values()].reduce((sum, { sent }) => sum + sent, 0);

async function countMessages(
  db: Db,
  shopId: ShopId,
  campaignIds: readonly string[],
): Promise<Map<string, CampaignNumbers>> {
  if (campaignIds.length === 0) return new Map();
  const states = await db.$queryRaw<StateRow[]>`
    select campaign_id as "campaignId", state, reason, count(*)::int as count
    from message_status
    where shop_id = ${shopId} and campaign_id = any(${campaignIds}::text[])
    group by campaign_id, state, reason
    order by count desc, reason`;
  const effects = await db.$queryRaw<EffectRow[]>`
    -- From clicks, orders and unsubscribes to emails: most emails have none.
    with effect as (
      select message_id, 1 as clicked, 0 as gone, 0 as orders, null::numeric as net
      from engagement_event
      where shop_id = ${shopId} and kind = 'click' and classification = 'human'
      group by message_id
      union all
      select payload->>'messageId', 0, 1, 0, null from event
      where shop_id = ${shopId} and kind = 'email_unsubscribed'
      group by payload->>'messageId'
      union all
      select message_id, 0, 0, count(*), sum(gross_minor - refunded_minor) from attribution
      where shop_id = ${shopId}
      group by message_id)
    select message.campaign_id as "campaignId", sum(clicked)::int as clicked,
      sum(gone)::int as unsubscribed, sum(orders)::int as orders,
      coalesce(sum(net), 0)::bigint as net, coalesce(sum(net ^ 2), 0)::float8 as "netSquares",
      coalesce(max(net), 0)::float8 as "largestNet"
    from effect
    join message on message.shop_id = ${shopId} and message.message_id = effect.message_id
    join message_outcome outcome on outcome.shop_id = message.shop_id
      and outcome.message_id = message.message_id and outcome.state = 'sent'
    where message.campaign_id = any(${campaignIds}::text[])
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
