import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { AudienceCounts } from "../audience/audience-counts";

/** A campaign of which there is something to plan or to end. */
export interface DueCampaign {
  readonly campaignId: string;
  readonly plan: unknown;
  readonly phase: string;
  readonly plannedAfter: string;
  readonly audienceCounts: unknown;
  readonly chosenVariant: number | null;
  readonly startedAt: Date;
  readonly startsAt: Date;
}

/** The campaign that is due the longest, for this transaction alone; null when none is. */
export async function lockDueCampaign(
  tx: Tx,
  shopId: ShopId,
  now: Date,
): Promise<DueCampaign | null> {
  const [campaign] = await tx.$queryRaw<DueCampaign[]>`
    select campaign_id as "campaignId", plan, phase, planned_after as "plannedAfter",
      audience_counts as "audienceCounts", chosen_variant as "chosenVariant",
      started_at as "startedAt", starts_at as "startsAt"
    from campaign
    where shop_id = ${shopId} and status in ('scheduled', 'sending')
      and next_run_at <= ${now}::timestamptz
    order by next_run_at, campaign_id
    limit 1
    for update skip locked`;
  return campaign ?? null;
}

export interface Progress {
  readonly phase: string;
  readonly plannedAfter: string;
  readonly audienceCounts: AudienceCounts;
  readonly chosenVariant: number | null;
  readonly nextRunAt: Date;
}

/** Writes how far the planning came: from here on it is sending. */
export async function saveProgress(
  tx: Tx,
  shopId: ShopId,
  campaignId: string,
  progress: Progress,
): Promise<void> {
  await tx.campaign.update({
    where: { shopId_campaignId: { shopId, campaignId } },
    data: { ...progress, audienceCounts: { ...progress.audienceCounts }, status: "sending" },
  });
}
