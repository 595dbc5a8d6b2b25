import { v7 as uuidv7 } from "uuid";
import type { Tx } from "~/db.server";
import { DurationMs, laterBy } from "~/flows/duration";
import type { PrismaClient } from "~/generated/prisma/client";
import type { Queue } from "~/jobs/queue";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "~/privacy/audit-store.server";
import { dropKeptMembers } from "./audience/audience-store.server";
import { CampaignPlan, checkPlan } from "./campaign";
import { afterCommand, CampaignStatus, type CampaignCommand } from "./campaign-status";
import { MAIL_LIVES_MS } from "./planning/plan-slice";
import { firstMailAt } from "./planning/send-time";

interface Deps {
  readonly db: PrismaClient;
  readonly queue: Queue;
  readonly now: () => Date;
}

export type ChangeOutcome =
  | { readonly kind: "changed"; readonly status: CampaignStatus }
  | { readonly kind: "refused"; readonly reason: "not_found" | "not_allowed" };

/** While a campaign is held its mails do not grow old. */
const HELD_MS = DurationMs.days(365);

/**
 * Starts a draft: from here on it is fixed, and its audience is planned when its time has come.
 *
 * @param asked.version the version that the merchant looked at when they said so
 * @param asked.foreseenMails how many mails it was foreseen to come to
 */
export async function startCampaign(
  shopId: ShopId,
  {
    campaignId,
    version,
    foreseenMails,
  }: { readonly campaignId: string; readonly version: number; readonly foreseenMails: number },
  actor: string,
  { db, queue, now }: Deps,
): Promise<ChangeOutcome> {
  const at = now();
  return db.$transaction(async (tx) => {
    const campaign = await lockCampaign(tx, shopId, campaignId);
    if (!campaign) return { kind: "refused", reason: "not_found" };
    const plan = CampaignPlan.parse(campaign.plan);
    if (campaign.status !== "draft" || campaign.version !== version || checkPlan(plan).length > 0) {
      return { kind: "refused", reason: "not_allowed" };
    }
    const { timeZone } = await tx.shop.findUniqueOrThrow({
      where: { shopId },
      select: { timeZone: true },
    });
    const startsAt = firstMailAt(plan, timeZone, at);
    await tx.campaign.update({
      where: { shopId_campaignId: { shopId, campaignId } },
      data: {
        status: "scheduled",
        phase: plan.test === null ? "rest" : "test",
        startedAt: at,
        startsAt,
        foreseenMails,
        nextRunAt: startsAt,
        updatedAt: at,
      },
    });
    await queue.announce(tx, shopId, "campaign_due");
    if (plan.coupon !== null) await queue.announce(tx, shopId, "codes_wanted");
    await audit(tx, shopId, { campaignId, from: "draft", to: "scheduled", actor, at });
    return { kind: "changed", status: "scheduled" };
  });
}

/**
 * Holds a campaign, lets it go on, or ends it. When this returns, it is so: a mail that was being handed over
 * has been, and no other leaves until it is resumed.
 *
 * @param actor who asked for it, for the audit; no personal data
 */
export async function changeCampaign(
  shopId: ShopId,
  { campaignId, command }: { readonly campaignId: string; readonly command: CampaignCommand },
  actor: string,
  { db, queue, now }: Deps,
): Promise<ChangeOutcome> {
  const at = now();
  return db.$transaction(async (tx) => {
    const campaign = await lockCampaign(tx, shopId, campaignId);
    if (!campaign) return { kind: "refused", reason: "not_found" };
    const from = {
      status: CampaignStatus.parse(campaign.status),
      pausedFrom: CampaignStatus.nullable().parse(campaign.pausedFrom),
    };
    const next = afterCommand(from, command);
    if (!next) return { kind: "refused", reason: "not_allowed" };
    await tx.campaign.update({
      where: { shopId_campaignId: { shopId, campaignId } },
      data: {
        ...next,
        updatedAt: at,
        ...(command === "cancel" && { endedAt: at, nextRunAt: null }),
      },
    });
    // Touching each waiting mail waits for whoever is handing it over.
    await MAILS[command](tx, shopId, campaignId, at);
    if (command === "cancel") await dropKeptMembers(tx, shopId, campaignId);
    if (command === "resume") {
      await queue.announce(tx, shopId, "campaign_due");
      await queue.announce(tx, shopId, "messages_planned");
    }
    await audit(tx, shopId, { campaignId, from: from.status, to: next.status, actor, at });
    return { kind: "changed", status: next.status };
  });
}

type OnMails = (tx: Tx, shopId: ShopId, campaignId: string, now: Date) => Promise<unknown>;

const MAILS: Readonly<Record<CampaignCommand, OnMails>> = {
  pause: (tx, shopId, campaignId, now) => tx.$executeRaw`
    update message set expires_at = ${laterBy(now, HELD_MS)}::timestamptz
    where shop_id = ${shopId} and campaign_id = ${campaignId} and state = 'planned'`,
  resume: (tx, shopId, campaignId, now) => tx.$executeRaw`
    update message set
      next_attempt_at = case when reason = 'campaign_paused' then ${now}::timestamptz else next_attempt_at end,
      expires_at = greatest(${now}::timestamptz, next_attempt_at)
        + make_interval(secs => ${MAIL_LIVES_MS / 1_000}::float8)
    where shop_id = ${shopId} and campaign_id = ${campaignId} and state = 'planned'`,
  cancel: (tx, shopId, campaignId) => tx.$executeRaw`
    update message set state = 'skipped', reason = 'campaign_cancelled', lease_until = null
    where shop_id = ${shopId} and campaign_id = ${campaignId} and state = 'planned'`,
};

async function lockCampaign(tx: Tx, shopId: ShopId, campaignId: string) {
  await tx.$queryRaw`
    select 1 from campaign where shop_id = ${shopId} and campaign_id = ${campaignId} for update`;
  return tx.campaign.findUnique({ where: { shopId_campaignId: { shopId, campaignId } } });
}

interface Change {
  readonly campaignId: string;
  readonly from: CampaignStatus;
  readonly to: CampaignStatus;
  readonly actor: string;
  readonly at: Date;
}

async function audit(tx: Tx, shopId: ShopId, { actor, at, ...detail }: Change): Promise<void> {
  const entry = { auditId: uuidv7(), at, actor, action: "campaign_status_set" } as const;
  await recordAudit(tx, shopId, { ...entry, detail });
}
