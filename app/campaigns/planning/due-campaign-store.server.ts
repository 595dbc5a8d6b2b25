import { Prisma } from "~/generated/prisma/client";
import { nextTimeIn } from "~/jobs/next-due-times.server";
import type { Db, Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { AudienceCounts } from "../audience-counts";
import type { WaveShares } from "./ab-test";

/** What is being planned: `test` is the first wave of a test. */
export type PlanningPhase = "test" | "rest" | "done";

/** A campaign with a wave to plan or an end to record. */
export interface DueCampaign {
  readonly campaignId: string;
  readonly plan: unknown;
  readonly phase: PlanningPhase;
  readonly wave: number;
  readonly waveStartsAt: Date | null;
  /** Share of each variant in the wave. */
  readonly shares: readonly number[];
  /** Number of messages of this wave that are already planned. */
  readonly wavePlannedCount: number;
  readonly planCursor: string;
  readonly audienceCounts: unknown;
  readonly startedAt: Date;
  readonly startsAt: Date;
}

/** Locks the campaign that has been due longest; null if none is due. */
export async function lockDueCampaign(
  tx: Tx,
  shopId: ShopId,
  now: Date,
): Promise<DueCampaign | null> {
  const [campaign] = await tx.$queryRaw<DueCampaign[]>`
    select campaign_id as "campaignId", plan, phase, wave, wave_starts_at as "waveStartsAt",
      variant_shares as shares, wave_planned_count as "wavePlannedCount", plan_cursor as "planCursor",
      audience_counts as "audienceCounts",
      started_at as "startedAt", starts_at as "startsAt"
    from campaign
    where shop_id = ${shopId} and status in ('scheduled', 'sending')
      and next_run_at <= ${now}::timestamptz
    order by next_run_at, campaign_id
    limit 1
    for update skip locked`;
  return campaign ?? null;
}

export interface PlanningProgress {
  readonly phase: PlanningPhase;
  readonly wave: number;
  /** null: the wave waits for the results of the previous one. */
  readonly waveStartsAt: Date | null;
  readonly wavePlannedCount: number;
  readonly planCursor: string;
  readonly audienceCounts: AudienceCounts;
  readonly nextRunAt: Date;
}

/** Saves the planning progress and sets the status to sending. */
export async function saveProgress(
  tx: Tx,
  shopId: ShopId,
  campaignId: string,
  progress: PlanningProgress,
): Promise<void> {
  await tx.campaign.update({
    where: { shopId_campaignId: { shopId, campaignId } },
    data: { ...progress, audienceCounts: { ...progress.audienceCounts }, status: "sending" },
  });
}

/** Starts a wave and fixes its shares. */
export async function startWave(
  tx: Tx,
  shopId: ShopId,
  campaignId: string,
  { shares, chosen }: WaveShares,
  now: Date,
): Promise<void> {
  await tx.campaign.update({
    where: { shopId_campaignId: { shopId, campaignId } },
    data: {
      waveStartsAt: now,
      wavePlannedCount: 0,
      variantShares: [...shares],
      ...(chosen !== null && { chosenVariant: chosen }),
      status: "sending",
    },
  });
}

/** Whether planned messages are still pending, and when the last one was sent. */
export async function findSendProgress(
  db: Db,
  shopId: ShopId,
  campaignId: string,
): Promise<{ readonly isWaiting: boolean; readonly lastSentAt: Date | null }> {
  const [row] = await db.$queryRaw<{ isWaiting: boolean; lastSentAt: Date | null }[]>`
    select exists (
        select 1 from message_sending where shop_id = ${shopId} and campaign_id = ${campaignId}) as "isWaiting",
      (select max(sent_at) from message_status
        where shop_id = ${shopId} and campaign_id = ${campaignId} and sent_at is not null) as "lastSentAt"`;
  return row ?? { isWaiting: false, lastSentAt: null };
}

/** Sets the next run time and changes nothing else. */
export async function postponeCampaign(
  tx: Tx,
  shopId: ShopId,
  campaignId: string,
  nextRunAt: Date,
): Promise<void> {
  await tx.campaign.update({
    where: { shopId_campaignId: { shopId, campaignId } },
    data: { nextRunAt },
  });
}

/** When a shop's next campaign is due. */
export function nextCampaignTimes(now: Date): Prisma.Sql[] {
  return [
    nextTimeIn("campaign", "next_run_at", now, {
      and: Prisma.sql`it.status in ('scheduled', 'sending')`,
    }),
  ];
}
