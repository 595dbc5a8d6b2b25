import { nextTimeIn } from "~/jobs/next-due-times.server";
import { z } from "zod";
import { CampaignStatus } from "~/campaigns/campaign-status";
import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { loadFlowVersions } from "~/flows/flow-version-store.server";
import { FlowStatus } from "~/flows/definition/flow-status";
import type { ShopId } from "~/lib/shop-id";
import type { DayRange } from "../reports/report-range";
import {
  NO_ENGAGEMENT,
  remoteIdOf,
  type EngagementFigures,
  type MarketingSource,
} from "./marketing-activity";

export interface StoredActivity {
  readonly remoteId: string;
  /** Hash of the synced activity; null: not synced, or unknown to Shopify. */
  readonly lastSyncedHash: string | null;
  readonly attempts: number;
}

export interface DayFigures {
  readonly remoteId: string;
  /** YYYY-MM-DD in the shop's time zone */
  readonly day: string;
  readonly figures: EngagementFigures;
}

const Figures = z.object({
  sends: z.number(),
  fails: z.number(),
  views: z.number(),
  uniqueViews: z.number(),
  clicks: z.number(),
  uniqueClicks: z.number(),
  unsubscribes: z.number(),
  complaints: z.number(),
  orders: z.number(),
  salesMinor: z.number(),
}) satisfies z.ZodType<EngagementFigures>;

/** Flows and campaigns that send, or have sent since a time. */
export async function listMarketingSources(
  db: Db,
  shopId: ShopId,
  since: Date,
): Promise<MarketingSource[]> {
  const emailed = { some: { state: "sent", sentAt: { gte: since } } };
  const sent = await db.messageStatus.groupBy({
    by: ["flowId"],
    where: { shopId, state: "sent", sentAt: { gte: since }, flowId: { not: null } },
  });
  const flowIds = sent.flatMap(({ flowId }) => flowId ?? []);
  const flows = await db.flow.findMany({
    where: { shopId, OR: [{ status: { in: ["live", "paused"] } }, { flowId: { in: flowIds } }] },
    orderBy: { flowId: "asc" },
  });
  const refs = flows.map(({ flowId, liveVersion }) => ({ flowId, version: liveVersion }));
  const definitionOf = await loadFlowVersions(db, shopId, refs);
  const campaigns = await db.campaign.findMany({
    where: {
      shopId,
      OR: [{ status: { in: ["scheduled", "sending", "paused"] } }, { messages: emailed }],
    },
    orderBy: { campaignId: "asc" },
  });
  return [
    ...flows.map(({ flowId, name, status, liveVersion, createdAt }) => ({
      kind: "flow" as const,
      id: flowId,
      name,
      status: FlowStatus.parse(status),
      trigger: definitionOf({ flowId, version: liveVersion }).trigger.kind,
      startedAt: createdAt,
    })),
    ...campaigns.map(({ campaignId, name, status, startsAt, createdAt }) => ({
      kind: "campaign" as const,
      id: campaignId,
      name,
      status: CampaignStatus.parse(status),
      startedAt: startsAt ?? createdAt,
    })),
  ];
}

/** Schedules activities for sync; known ones become due again. */
export async function scheduleActivities(
  db: Db,
  shopId: ShopId,
  sources: readonly MarketingSource[],
  now: Date,
): Promise<void> {
  await db.marketingActivity.createMany({
    data: sources.map((source) => ({ shopId, remoteId: remoteIdOf(source), nextRunAt: now })),
    skipDuplicates: true,
  });
  await db.marketingActivity.updateMany({
    where: { shopId, nextRunAt: null },
    data: { nextRunAt: now },
  });
}

export async function listDueActivities(
  db: Db,
  shopId: ShopId,
  now: Date,
  limit: number,
): Promise<StoredActivity[]> {
  return db.marketingActivity.findMany({
    where: { shopId, nextRunAt: { lte: now } },
    orderBy: [{ nextRunAt: "asc" }, { remoteId: "asc" }],
    take: limit,
    select: { remoteId: true, lastSyncedHash: true, attempts: true },
  });
}

export async function settleActivity(
  db: Db,
  shopId: ShopId,
  remoteId: string,
  end: {
    lastSyncedHash?: string | null;
    attempts: number;
    lastError: string | null;
    nextRunAt: Date | null;
  },
): Promise<void> {
  await db.marketingActivity.updateMany({ where: { shopId, remoteId }, data: end });
}

/** Synced figures of an activity, by day. */
export async function listSyncedDays(
  db: Db,
  shopId: ShopId,
  remoteId: string,
): Promise<ReadonlyMap<string, EngagementFigures>> {
  const rows = await db.marketingDay.findMany({
    where: { shopId, remoteId },
    orderBy: { day: "asc" },
  });
  return new Map(
    rows.map(({ day, figures }) => [day.toISOString().slice(0, 10), Figures.parse(figures)]),
  );
}

/** Records a synced day. */
export async function recordSyncedDay(
  db: Db,
  shopId: ShopId,
  { remoteId, day, figures }: DayFigures,
  at: Date,
): Promise<void> {
  const key = { shopId, remoteId, day: new Date(`${day}T00:00:00Z`) };
  const synced = { figures: { ...figures }, syncedAt: at };
  await db.marketingDay.upsert({
    where: { shopId_remoteId_day: key },
    create: { ...key, ...synced },
    update: synced,
  });
}

/** Clears the synced days of an activity that Shopify no longer knows, so that all are sent again. */
export async function deleteSyncedDays(db: Db, shopId: ShopId, remoteId: string): Promise<void> {
  await db.marketingDay.deleteMany({ where: { shopId, remoteId } });
}

/** Days after sending in which events of a message are counted. */
const EMAIL_DAYS = 60;

/**
 * Counts engagement on these days in the shop's time zone for each flow and campaign, whenever the messages
 * were sent. Days without events are missing.
 */
export async function countEngagements(
  db: Db,
  shopId: ShopId,
  { from, to }: DayRange,
): Promise<DayFigures[]> {
  const rows = await db.$queryRaw<{ remoteId: string; day: string; name: string; value: number }[]>`
    with bounds as (
      select ${from}::date::timestamp at time zone time_zone as starts,
        (${to}::date + 1)::timestamp at time zone time_zone as ends, time_zone, currency
      from shop where shop_id = ${shopId})
    , email as (
      select message_id, sent_at, case when campaign_id is not null
        then 'campaign/' || campaign_id else 'flow/' || flow_id end as remote_id
      from message_status, bounds
      where shop_id = ${shopId} and (campaign_id is not null or flow_id is not null)
        and sent_at >= starts - make_interval(days => ${EMAIL_DAYS}) and sent_at < ends)
    , seen as (
      select remote_id, email.message_id, kind, (occurred_at at time zone time_zone)::date as day
      from bounds, email join engagement_event on engagement_event.shop_id = ${shopId} and engagement_event.message_id = email.message_id
      where classification = 'human' and kind in ('open', 'click')
        and occurred_at >= starts and occurred_at < ends)
    , failure as (
      select remote_id, email.message_id, delivery,
        (occurred_at at time zone time_zone)::date as day
      from bounds, email
      join email_event e on e.shop_id = ${shopId} and e.message_id = email.message_id
      where delivery in ('complained', 'soft_bounced', 'suppressed', 'bounced', 'failed')
        and occurred_at >= starts and occurred_at < ends)
    , left_by as (
      select remote_id, email.message_id, (occurred_at at time zone time_zone)::date as day
      from bounds, event join email on email.message_id = event.payload->>'messageId'
      where shop_id = ${shopId} and kind = 'email_unsubscribed'
        and occurred_at >= starts and occurred_at < ends)
    , credit as (
      select remote_id, (ordered_at at time zone time_zone)::date as day,
        gross_minor - refunded_minor as net_minor
      from bounds, email join attribution a on a.shop_id = ${shopId} and a.message_id = email.message_id
      where a.currency = bounds.currency and ordered_at >= starts and ordered_at < ends)
    , figure as (
      select remote_id, (sent_at at time zone time_zone)::date as day, 'sends' as name, count(*) as value
      from email, bounds where sent_at >= starts group by 1, 2
      union all
      select remote_id, day, 'fails', count(distinct message_id)
      from failure where delivery <> 'complained' group by 1, 2
      union all
      select remote_id, day, 'complaints', count(distinct message_id)
      from failure where delivery = 'complained' group by 1, 2
      union all
      select remote_id, day, 'views', count(*) from seen where kind = 'open' group by 1, 2
      union all
      select remote_id, day, 'uniqueViews', count(distinct message_id) from seen group by 1, 2
      union all
      select remote_id, day, 'clicks', count(*) from seen where kind = 'click' group by 1, 2
      union all
      select remote_id, day, 'uniqueClicks', count(distinct message_id)
      from seen where kind = 'click' group by 1, 2
      union all
      select remote_id, day, 'unsubscribes', count(distinct message_id) from left_by group by 1, 2
      union all
      select remote_id, day, 'orders', count(*) from credit group by 1, 2
      union all
      select remote_id, day, 'salesMinor', sum(net_minor) from credit group by 1, 2)
    select remote_id as "remoteId", to_char(day, 'YYYY-MM-DD') as day, name, value::float8 as value
    from figure order by 1, 2, 3`;
  const days = Map.groupBy(rows, ({ remoteId, day }) => `${remoteId} ${day}`);
  return [...days.values()].flatMap((named) => {
    const [first] = named;
    if (!first) return [];
    const figures = Object.fromEntries(named.map(({ name, value }) => [name, value]));
    const { remoteId, day } = first;
    return [{ remoteId, day, figures: Figures.parse({ ...NO_ENGAGEMENT, ...figures }) }];
  });
}

/** The last complete days in the shop's time zone. @param count at least 1 */
export async function lastDays(
  db: Db,
  shopId: ShopId,
  now: Date,
  count: number,
): Promise<DayRange> {
  const [row] = await db.$queryRaw<DayRange[]>`
    select to_char(today - ${count}::int, 'YYYY-MM-DD') as "from",
      to_char(today - 1, 'YYYY-MM-DD') as "to"
    from (select (${now}::timestamptz at time zone time_zone)::date as today
      from shop where shop_id = ${shopId}) as shop_day`;
  return row ?? { from: "1970-01-01", to: "1970-01-01" };
}

/** Installed shops with due activities. */
export function selectShopsWithDueActivities(now: Date): Prisma.Sql {
  return Prisma.sql`
    select shop_id as "shopId" from shop
    where uninstalled_at is null and access_lost_at is null and shop_id in (
      select shop_id from marketing_activity where next_run_at <= ${now}::timestamptz)`;
}

/** When a shop's next activity is due. */
export const nextActivityTimes = (now: Date): Prisma.Sql[] => [
  nextTimeIn("marketing_activity", "next_run_at", now),
];
