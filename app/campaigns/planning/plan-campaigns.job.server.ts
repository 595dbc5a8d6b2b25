import type { Db, Tx } from "~/db.server";
import { HoldoutSettings } from "~/experiments/holdout-settings";
import { DurationMs, laterBy } from "~/flows/duration";
import { storedJson } from "~/flows/stored-json";
import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import type { Queue } from "~/jobs/queue";
import { derivedId } from "~/lib/derived-id.server";
import type { ShopId } from "~/lib/shop-id";
import { findSkippedUntil } from "~/restore/shop-restore-store.server";
import { addCounts, AudienceCounts } from "../audience/audience-counts";
import { dropKeptMembers, keepMembers, listAudience } from "../audience/audience-store.server";
import { StoredPlan, versionsOf, type CampaignPlan } from "../campaign";
import { campaignIntent } from "../campaign-intent";
import {
  beginPart,
  findWaiting,
  lockDueCampaign,
  lookAgainAt,
  saveProgress,
  type DueCampaign,
  type Progress,
} from "./due-campaign-store.server";
import { planSlice, type PlannedSlice } from "./plan-slice";
import { equalShares, partsOf, shareOut } from "./trial";
import { countVariants } from "../variant-counts.server";

interface Deps {
  readonly db: PrismaClient;
  readonly queue: Queue;
  readonly now: () => Date;
}

const SLICE = 500;
/** How often a planned campaign is checked for completion. */
const LOOK_AGAIN_MS = DurationMs.minutes(5);

/**
 * Plans messages of due campaigns in slices. Messages, counts and progress are
 * committed together, so that a killed process resumes where it stopped. A message id is derived from campaign and
 * profile, so nobody gets two. All waves of a test share the audience of the first: later joins and leaves
 * change neither its size nor the comparison. Ends a campaign once no message is pending.
 */
export const planCampaignsJob = defineJob<Deps>({
  name: "campaigns.plan-campaigns",
  listDueShops: listShopsWithDueCampaigns,
  // Starts right after the 30-second undo window instead of with the next sweep.
  listShopsDueSince,

  async run(shopId, { db, queue, now }) {
    const at = now();
    return db.$transaction(async (tx) => {
      const campaign = await lockDueCampaign(tx, shopId, at);
      if (!campaign) return { more: false };
      if (campaign.phase === "done") {
        await endOrLookAgain(tx, shopId, campaign, at);
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
  const { campaignId, startedAt, startsAt, plannedAfter, part } = campaign;
  const plan = StoredPlan.parse(campaign.plan);
  const begun = campaign.partStartsAt
    ? {
        partStartsAt: campaign.partStartsAt,
        shares: campaign.shares,
        partPlanned: campaign.partPlanned,
        isAudienceKept: campaign.isAudienceKept,
      }
    : await beginNextPart(tx, shopId, campaign, plan, now);
  if (begun === null) return 0;
  const isFirst = part === 0 || !begun.isAudienceKept;
  const audience = isFirst ? plan.audience : ({ kind: "kept", campaignId } as const);
  const members = await listAudience(tx, shopId, audience, { after: plannedAfter, limit: SLICE });
  const { timeZone, holdoutRate, shopHoldoutRate } = await loadShop(tx, shopId);
  const slice = planSlice(
    members,
    {
      ...{ shopId, campaignId, plan, part, startsAt, holdoutRate, shopHoldoutRate, ...begun },
      shopTimeZone: timeZone,
      plannedBefore: begun.partPlanned,
      skippedUntil: await findSkippedUntil(tx, shopId),
    },
    now,
  );
  await storeMails(tx, shopId, { campaignId, plan, startedAt }, slice, now);
  if (begun.isAudienceKept && isFirst) {
    await keepMembers(tx, shopId, campaignId, slice.ofOtherParts);
  }
  const next: Omit<Progress, "audienceCounts"> =
    members.length < SLICE
      ? afterPart(part, plan, now)
      : {
          part,
          partStartsAt: begun.partStartsAt,
          partPlanned: begun.partPlanned + slice.counts.planned,
          phase: phaseOf(part, plan),
          plannedAfter: members.at(-1)?.profileId ?? plannedAfter,
          nextRunAt: now,
        };
  if (next.phase === "done") await dropKeptMembers(tx, shopId, campaignId);
  await saveProgress(tx, shopId, campaignId, {
    ...next,
    audienceCounts: addCounts(AudienceCounts.parse(campaign.audienceCounts), slice.counts),
  });
  return slice.counts.planned;
}

/**
 * Starts the next wave and allocates it by the results of the previous waves, once their messages were sent and
 * the merchant's test hours have passed.
 *
 * @returns null while it is too early; the campaign is checked again later
 */
async function beginNextPart(
  tx: Tx,
  shopId: ShopId,
  { campaignId, part, startsAt, isAudienceKept }: DueCampaign,
  { test }: CampaignPlan,
  now: Date,
): Promise<Begun | null> {
  if (test === null || part === 0) {
    const first = { shares: equalShares(versionsOf(test)), isAudienceKept: test !== null };
    await beginPart(tx, shopId, campaignId, { ...first, chosen: null }, startsAt);
    return { ...first, partStartsAt: startsAt, partPlanned: 0 };
  }
  const { isWaiting, lastSentAt } = await findWaiting(tx, shopId, campaignId);
  const ripeAt = lastSentAt === null ? now : laterBy(lastSentAt, DurationMs.hours(test.testHours));
  if (isWaiting || ripeAt > now) {
    await lookAgainAt(tx, shopId, campaignId, isWaiting ? laterBy(now, LOOK_AGAIN_MS) : ripeAt);
    return null;
  }
  const results = await countVariants(tx, shopId, campaignId, versionsOf(test));
  const { shares, chosen } = shareOut(part, test, results, campaignId);
  await beginPart(tx, shopId, campaignId, { shares, chosen, isAudienceKept }, now);
  return { partStartsAt: now, partPlanned: 0, shares, isAudienceKept };
}

/** A wave that is being planned. */
interface Begun {
  readonly partStartsAt: Date;
  readonly shares: readonly number[];
  /** Number of its messages that are already planned. */
  readonly partPlanned: number;
  /** Whether later waves use the audience snapshot of the first wave. */
  readonly isAudienceKept: boolean;
}

const phaseOf = (part: number, { test }: CampaignPlan) =>
  test !== null && part === 0 ? "test" : "rest";

function afterPart(part: number, plan: CampaignPlan, now: Date): Omit<Progress, "audienceCounts"> {
  const anew = { partStartsAt: null, partPlanned: 0, plannedAfter: "" };
  const next = part + 1;
  if (next === partsOf(plan.test)) {
    return { ...anew, part, phase: "done", nextRunAt: laterBy(now, LOOK_AGAIN_MS) };
  }
  const nextRunAt = laterBy(now, DurationMs.hours(plan.test?.testHours ?? 0));
  return { ...anew, part: next, phase: phaseOf(next, plan), nextRunAt };
}

interface OfCampaign {
  readonly campaignId: string;
  readonly plan: StoredPlan;
  readonly startedAt: Date;
}

async function storeMails(
  tx: Tx,
  shopId: ShopId,
  { campaignId, plan, startedAt }: OfCampaign,
  { mails }: PlannedSlice,
  now: Date,
): Promise<void> {
  if (mails.length === 0) return;
  await tx.message.createMany({
    data: mails.map(({ profileId, variant, state, reason, ownTimeAt, dueAt, expiresAt }) => ({
      shopId,
      messageId: derivedId(shopId, "message", campaignId, profileId),
      campaignId,
      variant,
      profileId,
      state,
      reason,
      plannedAt: now,
      nextAttemptAt: dueAt,
      expiresAt,
      intent: storedJson(campaignIntent(campaignId, plan, { variant, startedAt, ownTimeAt })),
    })),
    skipDuplicates: true,
  });
}

async function endOrLookAgain(
  tx: Tx,
  shopId: ShopId,
  { campaignId }: DueCampaign,
  now: Date,
): Promise<void> {
  const waiting = await tx.message.findFirst({
    where: { shopId, campaignId, state: { in: ["planned", "sending"] } },
    select: { messageId: true },
  });
  await tx.campaign.update({
    where: { shopId_campaignId: { shopId, campaignId } },
    data: waiting
      ? { nextRunAt: laterBy(now, LOOK_AGAIN_MS) }
      : { status: "sent", endedAt: now, nextRunAt: null, updatedAt: now },
  });
}

async function loadShop(
  db: Db,
  shopId: ShopId,
): Promise<{ readonly timeZone: string } & HoldoutSettings> {
  const { timeZone, settings } = await db.shop.findUniqueOrThrow({
    where: { shopId },
    select: { timeZone: true, settings: { select: { sending: true } } },
  });
  return { timeZone, ...HoldoutSettings.parse(settings?.sending ?? {}) };
}

async function listShopsWithDueCampaigns(db: Db, now: Date): Promise<ShopId[]> {
  const rows = await db.$queryRaw<{ shopId: ShopId }[]>`
    select distinct campaign.shop_id as "shopId" from campaign
    join shop on shop.shop_id = campaign.shop_id
    where shop.uninstalled_at is null and campaign.status in ('scheduled', 'sending')
      and campaign.next_run_at <= ${now}::timestamptz`;
  return rows.map(({ shopId }) => shopId);
}

/** Uses the index over all shops and reads only what came due in the interval. */
async function listShopsDueSince(
  db: Db,
  { after, upTo }: { readonly after: Date; readonly upTo: Date },
): Promise<ShopId[]> {
  const rows = await db.$queryRaw<{ shopId: ShopId }[]>`
    select distinct campaign.shop_id as "shopId" from campaign
    join shop on shop.shop_id = campaign.shop_id and shop.uninstalled_at is null
    where campaign.status in ('scheduled', 'sending')
      and campaign.next_run_at > ${after}::timestamptz
      and campaign.next_run_at <= ${upTo}::timestamptz`;
  return rows.map(({ shopId }) => shopId);
}
