import type { Tx } from "~/db.server";
import type { CommonDeps } from "~/deps";
import { DurationMs, addMs } from "~/flows/definition/duration";
import { Prisma } from "~/generated/prisma/client";
import { defineJob, type DueSpan } from "~/jobs/job.server";
import { derivedId } from "~/lib/derived-id.server";
import { planMessages } from "~/outbox/message-store.server";
import type { ShopId } from "~/lib/shop-id";
import { findSkippedUntil } from "~/restore/shop-restore-store.server";
import { addAudienceCounts, AudienceCounts } from "../audience-counts";
import {
  deleteAudienceSnapshot,
  saveAudienceSnapshot,
  listAudience,
} from "../audience/audience-store.server";
import { CampaignPlan, getVariantCount } from "../campaign";
import { storedCampaignIntent } from "../campaign-intent";
import {
  startWave,
  findSendProgress,
  lockDueCampaign,
  nextCampaignTimes,
  postponeCampaign,
  saveProgress,
  type DueCampaign,
  type PlanningProgress,
} from "./due-campaign-store.server";
import { loadPlanningFacts } from "./planning-facts.server";
import { planSlice, SLICE_MEMBERS, type PlannedSlice } from "./plan-slice";
import { equalShares, getWaveCount, allocateShares } from "./ab-test";
import { countCampaignVariantResults } from "./variant-results.server";

type Deps = CommonDeps<"db" | "queue" | "now">;

/** How often a planned campaign is checked for completion. */
const RECHECK_MS = DurationMs.minutes(5);

/**
 * Plans messages of due campaigns in slices. Messages, counts and progress are committed together, so that a killed
 * process resumes where it stopped. A message id is derived from campaign and profile, so no one gets two. All waves
 * of a test share the audience of the first: later joins and leaves change neither its size nor the comparison. Ends
 * a campaign once no message is pending.
 */
export const planCampaignsJob = defineJob<Deps>({
  name: "campaigns.plan-campaigns",
  selectDueShops: selectShopsWithDueCampaigns,
  nextDueTimes: nextCampaignTimes,
  // Starts right after the 30-second undo window instead of with the next sweep.
  selectShopsDueSince,

  async run(shopId, { db, queue, now }) {
    const at = now();
    return db.$transaction(async (tx) => {
      const campaign = await lockDueCampaign(tx, shopId, at);
      if (!campaign) return { more: false };
      if (campaign.phase === "done") {
        await endOrRecheck(tx, shopId, campaign, at);
        return { more: true };
      }
      const planned = await planNext(tx, shopId, campaign, at);
      if (planned > 0) await queue.announce(tx, shopId, "messages_planned");
      return { more: true };
    });
  },
});

/** @returns the number of planned messages */
async function planNext(tx: Tx, shopId: ShopId, campaign: DueCampaign, now: Date): Promise<number> {
  const { campaignId, startedAt, startsAt, planCursor, wave } = campaign;
  const plan = CampaignPlan.parse(campaign.plan);
  const startedWave = campaign.waveStartsAt
    ? {
        waveStartsAt: campaign.waveStartsAt,
        shares: campaign.shares,
        wavePlannedCount: campaign.wavePlannedCount,
      }
    : await startNextWave(tx, shopId, campaign, plan, now);
  if (startedWave === null) return 0;
  const audience = wave === 0 ? plan.audience : ({ kind: "kept", campaignId } as const);
  const members = await listAudience(tx, shopId, audience, {
    after: planCursor,
    limit: SLICE_MEMBERS,
  });
  const facts = await loadPlanningFacts(tx, shopId, plan);
  const slice = planSlice(
    members,
    {
      ...{ shopId, campaignId, plan, wave, startsAt, ...startedWave, ...facts },
      plannedBefore: startedWave.wavePlannedCount,
      skippedUntil: await findSkippedUntil(tx, shopId),
    },
    now,
  );
  await storeMessages(tx, shopId, { campaignId, plan, startedAt }, slice, now);
  if (plan.test !== null && wave === 0) {
    await saveAudienceSnapshot(tx, shopId, campaignId, slice.otherWaveMembers);
  }
  const next: Omit<PlanningProgress, "audienceCounts"> =
    members.length < SLICE_MEMBERS
      ? getNextProgress(wave, plan, now)
      : {
          wave,
          waveStartsAt: startedWave.waveStartsAt,
          wavePlannedCount: startedWave.wavePlannedCount + slice.counts.planned,
          phase: getPhase(wave, plan),
          planCursor: members.at(-1)?.profileId ?? planCursor,
          nextRunAt: now,
        };
  if (next.phase === "done") await deleteAudienceSnapshot(tx, shopId, campaignId);
  await saveProgress(tx, shopId, campaignId, {
    ...next,
    audienceCounts: addAudienceCounts(AudienceCounts.parse(campaign.audienceCounts), slice.counts),
  });
  return slice.counts.planned;
}

/**
 * Starts the next wave and allocates it by the results of the previous waves, once their messages were sent and
 * the merchant's test hours have passed.
 *
 * @returns null while it is too early; the campaign is checked again later
 */
async function startNextWave(
  tx: Tx,
  shopId: ShopId,
  { campaignId, wave, startsAt }: DueCampaign,
  { test }: CampaignPlan,
  now: Date,
): Promise<StartedWave | null> {
  if (test === null || wave === 0) {
    const shares = equalShares(getVariantCount(test));
    await startWave(tx, shopId, campaignId, { shares, chosen: null }, startsAt);
    return { shares, waveStartsAt: startsAt, wavePlannedCount: 0 };
  }
  const { isWaiting, lastSentAt } = await findSendProgress(tx, shopId, campaignId);
  const readyAt = lastSentAt === null ? now : addMs(lastSentAt, DurationMs.hours(test.testHours));
  if (isWaiting || readyAt > now) {
    await postponeCampaign(tx, shopId, campaignId, isWaiting ? addMs(now, RECHECK_MS) : readyAt);
    return null;
  }
  const results = await countCampaignVariantResults(tx, shopId, campaignId, getVariantCount(test));
  const { shares, chosen } = allocateShares(wave, test, results, campaignId);
  await startWave(tx, shopId, campaignId, { shares, chosen }, now);
  return { waveStartsAt: now, wavePlannedCount: 0, shares };
}

/** A wave that is being planned. */
interface StartedWave {
  readonly waveStartsAt: Date;
  readonly shares: readonly number[];
  /** Number of its messages that are already planned. */
  readonly wavePlannedCount: number;
}

const getPhase = (wave: number, { test }: CampaignPlan) =>
  test !== null && wave === 0 ? "test" : "rest";

function getNextProgress(
  wave: number,
  plan: CampaignPlan,
  now: Date,
): Omit<PlanningProgress, "audienceCounts"> {
  const reset = { waveStartsAt: null, wavePlannedCount: 0, planCursor: "" };
  const next = wave + 1;
  if (next === getWaveCount(plan.test)) {
    return { ...reset, wave, phase: "done", nextRunAt: addMs(now, RECHECK_MS) };
  }
  const nextRunAt = addMs(now, DurationMs.hours(plan.test?.testHours ?? 0));
  return { ...reset, wave: next, phase: getPhase(next, plan), nextRunAt };
}

interface PlannedCampaign {
  readonly campaignId: string;
  readonly plan: CampaignPlan;
  readonly startedAt: Date;
}

async function storeMessages(
  tx: Tx,
  shopId: ShopId,
  { campaignId, plan, startedAt }: PlannedCampaign,
  { emails }: PlannedSlice,
  now: Date,
): Promise<void> {
  await planMessages(
    tx,
    shopId,
    emails.map(({ profileId, variant, state, reason, inBaseline, dueAt, expiresAt, ...send }) => ({
      messageId: derivedId(shopId, "message", campaignId, profileId),
      campaignId,
      variant,
      profileId,
      state,
      reason,
      inBaseline,
      plannedAt: now,
      nextRunAt: dueAt,
      expiresAt,
      intent: storedCampaignIntent(campaignId, plan, { variant, startedAt, ...send }),
    })),
  );
}

async function endOrRecheck(
  tx: Tx,
  shopId: ShopId,
  { campaignId }: DueCampaign,
  now: Date,
): Promise<void> {
  const waiting = await tx.messageSending.findFirst({
    where: { shopId, campaignId },
    select: { messageId: true },
  });
  await tx.campaign.update({
    where: { shopId_campaignId: { shopId, campaignId } },
    data: waiting
      ? { nextRunAt: addMs(now, RECHECK_MS) }
      : { status: "sent", endedAt: now, nextRunAt: null, updatedAt: now },
  });
}

function selectShopsWithDueCampaigns(now: Date): Prisma.Sql {
  return Prisma.sql`
    select distinct campaign.shop_id as "shopId" from campaign
    join shop on shop.shop_id = campaign.shop_id
    where shop.uninstalled_at is null and campaign.status in ('scheduled', 'sending')
      and campaign.next_run_at <= ${now}::timestamptz`;
}

/** Uses the index over all shops and reads only what came due in the interval. */
function selectShopsDueSince({ after, upTo }: DueSpan): Prisma.Sql {
  return Prisma.sql`
    select distinct campaign.shop_id as "shopId" from campaign
    join shop on shop.shop_id = campaign.shop_id and shop.uninstalled_at is null
    where campaign.status in ('scheduled', 'sending')
      and campaign.next_run_at > ${after}::timestamptz
      and campaign.next_run_at <= ${upTo}::timestamptz`;
}
