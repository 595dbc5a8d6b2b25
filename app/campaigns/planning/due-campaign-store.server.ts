import type { Db, Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { AudienceCounts } from "../audience/audience-counts";
import type { PartShares } from "./trial";

/** A campaign of which there is something to plan or to end. */
export interface DueCampaign {
  readonly campaignId: string;
  readonly plan: unknown;
  readonly phase: string;
  readonly part: number;
  readonly partStartsAt: Date | null;
  /** Of the part, a version each. */
  readonly shares: readonly number[];
  /** Whether the parts to come are of those who were in the audience when it began. */
  readonly isAudienceKept: boolean;
  /** How many mails of this part are planned already. */
  readonly partPlanned: number;
  readonly plannedAfter: string;
  readonly audienceCounts: unknown;
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
    select campaign_id as "campaignId", plan, phase, part, part_starts_at as "partStartsAt",
      case when variant_shares = '{}' then array[1 - second_share, second_share]
        else variant_shares end as shares, is_audience_kept as "isAudienceKept",
      part_planned as "partPlanned", planned_after as "plannedAfter",
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

export interface Progress {
  readonly phase: "test" | "rest" | "done";
  readonly part: number;
  /** null: the part waits for what comes of the one before. */
  readonly partStartsAt: Date | null;
  readonly partPlanned: number;
  readonly plannedAfter: string;
  readonly audienceCounts: AudienceCounts;
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

/** Begins a part: how it is shared out is fixed from here on. */
export async function beginPart(
  tx: Tx,
  shopId: ShopId,
  campaignId: string,
  { shares, chosen, isAudienceKept }: PartShares & { readonly isAudienceKept: boolean },
  now: Date,
): Promise<void> {
  await tx.campaign.update({
    where: { shopId_campaignId: { shopId, campaignId } },
    data: {
      partStartsAt: now,
      partPlanned: 0,
      variantShares: [...shares],
      isAudienceKept,
      ...(chosen !== null && { chosenVariant: chosen }),
      status: "sending",
    },
  });
}

/** How far the mails of a campaign that were planned are: whether some wait, and when the last left. */
export async function findWaiting(
  db: Db,
  shopId: ShopId,
  campaignId: string,
): Promise<{ readonly isWaiting: boolean; readonly lastSentAt: Date | null }> {
  const [row] = await db.$queryRaw<{ isWaiting: boolean; lastSentAt: Date | null }[]>`
    select coalesce(bool_or(state in ('planned', 'sending')), false) as "isWaiting",
      max(sent_at) as "lastSentAt"
    from message where shop_id = ${shopId} and campaign_id = ${campaignId}`;
  return row ?? { isWaiting: false, lastSentAt: null };
}

/** Looks at a campaign again then, and leaves all else as it is. */
export async function lookAgainAt(
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
