import { v7 as uuidv7 } from "uuid";
import type { Db, Tx } from "~/db.server";
import { HoldoutSettings } from "~/experiments/holdout-settings";
import { DurationMs, laterBy } from "~/flows/duration";
import { storedJson } from "~/flows/stored-json";
import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job";
import type { Queue } from "~/jobs/queue";
import type { ShopId } from "~/lib/shop-id";
import { addCounts, AudienceCounts } from "../audience/audience-counts";
import { listAudience } from "../audience/audience-store.server";
import { CampaignPlan } from "../campaign";
import { campaignIntent } from "../campaign-intent";
import { lockDueCampaign, saveProgress, type DueCampaign } from "./due-campaign-store.server";
import { planSlice, type PlannedSlice } from "./plan-slice";
import { chooseVariant } from "./subject-test";
import { countVariants } from "../variant-counts.server";

interface Deps {
  readonly db: PrismaClient;
  readonly queue: Queue;
  readonly now: () => Date;
}

const SLICE = 500;
/** How often a campaign that is throttled gets its next mails, and one that is planned is looked at. */
const LOOK_AGAIN_MS = DurationMs.minutes(5);

/**
 * Plans the mails of campaigns whose time has come, a slice at a time: mails, counts and how far it came are
 * committed together, so that a process that is killed goes on where it was. A mail's key is its campaign and
 * profile: nobody gets two. Ends a campaign once nothing of it waits any more.
 */
export const planCampaignsJob = defineJob<Deps>({
  name: "campaigns.plan-campaigns",
  listDueShops: listShopsWithDueCampaigns,

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

/** @returns how many mails were planned */
async function planNext(tx: Tx, shopId: ShopId, campaign: DueCampaign, now: Date): Promise<number> {
  const { campaignId, startedAt, startsAt, plannedAfter } = campaign;
  const plan = CampaignPlan.parse(campaign.plan);
  const phase = campaign.phase === "test" ? "test" : "rest";
  const chosenVariant = await variantOfRest(tx, shopId, { ...campaign, plan, phase });
  const mostMails = mostMailsNow(plan);
  const members = await listAudience(tx, shopId, plan.audience, {
    after: plannedAfter,
    limit: SLICE,
  });
  const { timeZone, holdoutRate } = await loadShop(tx, shopId);
  const slice = planSlice(
    members,
    {
      shopId,
      campaignId,
      plan,
      phase,
      chosenVariant,
      startsAt,
      shopTimeZone: timeZone,
      holdoutRate,
      mostMails,
    },
    now,
  );
  await storeMails(tx, shopId, { campaignId, plan, startedAt }, slice, now);
  const isThrough =
    members.length < SLICE && (slice.lastProfileId ?? "") === (members.at(-1)?.profileId ?? "");
  await saveProgress(tx, shopId, campaignId, {
    audienceCounts: addCounts(AudienceCounts.parse(campaign.audienceCounts), slice.counts),
    chosenVariant,
    ...(isThrough
      ? phaseAfter(phase, plan, startsAt, now)
      : {
          phase,
          plannedAfter: slice.lastProfileId ?? plannedAfter,
          nextRunAt: nextSliceAt(plan, slice.counts.planned, now),
        }),
  });
  return slice.counts.planned;
}

/** The subject of all who are not of the test: chosen once, when the first of them is planned. */
async function variantOfRest(
  tx: Tx,
  shopId: ShopId,
  {
    campaignId,
    plan,
    phase,
    chosenVariant,
  }: Pick<DueCampaign, "campaignId" | "chosenVariant"> & {
    readonly plan: CampaignPlan;
    readonly phase: "test" | "rest";
  },
): Promise<number | null> {
  if (plan.test === null || phase === "test" || chosenVariant !== null) return chosenVariant;
  return chooseVariant(await countVariants(tx, shopId, campaignId));
}

function mostMailsNow({ mailsPerHour }: CampaignPlan): number {
  return mailsPerHour === null
    ? SLICE
    : Math.max(
        1,
        Math.min(SLICE, Math.floor((mailsPerHour * LOOK_AGAIN_MS) / DurationMs.hours(1))),
      );
}

/** A campaign that is throttled rests after a slice for as long as its mails are worth. */
function nextSliceAt({ mailsPerHour }: CampaignPlan, planned: number, now: Date): Date {
  return mailsPerHour === null ? now : laterBy(now, (planned / mailsPerHour) * DurationMs.hours(1));
}

function phaseAfter(
  phase: "test" | "rest",
  { test }: CampaignPlan,
  startsAt: Date,
  now: Date,
): { phase: string; plannedAfter: string; nextRunAt: Date } {
  if (phase === "rest" || test === null) {
    return { phase: "done", plannedAfter: "", nextRunAt: laterBy(now, LOOK_AGAIN_MS) };
  }
  const chosenAt = laterBy(startsAt, DurationMs.hours(test.testHours));
  return { phase: "rest", plannedAfter: "", nextRunAt: chosenAt < now ? now : chosenAt };
}

interface OfCampaign {
  readonly campaignId: string;
  readonly plan: CampaignPlan;
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
  const [first, second] = [0, 1].map((variant) => {
    const intent = campaignIntent(campaignId, plan, variant, startedAt);
    return { intent: storedJson(intent), template: intent.template };
  });
  await tx.message.createMany({
    data: mails.map(({ profileId, variant, state, dueAt, expiresAt }) => ({
      shopId,
      messageId: uuidv7(),
      campaignId,
      variant,
      profileId,
      state,
      reason: state === "withheld" ? "holdout" : null,
      plannedAt: now,
      nextAttemptAt: dueAt,
      expiresAt,
      intent: {},
      ...(variant === 0 ? first : second),
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
): Promise<{ readonly timeZone: string; readonly holdoutRate: number }> {
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
