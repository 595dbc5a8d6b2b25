import type { Tx } from "~/db.server";
import type { CommonDeps } from "~/deps";
import { DurationMs, addMs } from "~/flows/definition/duration";
import { Prisma } from "~/generated/prisma/client";
import { endMessages } from "~/outbox/message-store.server";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit, type AuditActor } from "~/privacy/audit-store.server";
import { deleteAudienceSnapshot } from "../audience/audience-store.server";
import { CampaignPlan, checkPlan } from "../campaign";
import { applyCommand, CampaignStatus, type CampaignCommand } from "../campaign-status";
import { MESSAGE_LIFETIME_MS } from "./plan-slice";
import { getEarliestSendAt } from "./send-time";
import { undoMsLeft } from "../undo-window";

type Deps = CommonDeps<"db" | "queue" | "now">;

export type CampaignChangeOutcome =
  | { readonly kind: "changed"; readonly status: CampaignStatus }
  | {
      readonly kind: "refused";
      /** `started`: the same version was just started. */
      readonly reason: "not_found" | "not_allowed" | "started";
    };

/** Messages of a paused campaign must not expire. */
const PAUSED_EXPIRY_MS = DurationMs.days(365);

interface CampaignStart {
  readonly campaignId: string;
  /** The version that the merchant reviewed. */
  readonly version: number;
  /** Number of messages that the review forecast. */
  readonly foreseenEmails: number;
  /** Nothing is planned before this time, so that the start can be undone. */
  readonly undoUntil: Date;
}

/** Starts a draft. The plan is fixed from now on and the audience is planned at its send time. */
export async function startCampaign(
  shopId: ShopId,
  { campaignId, version, foreseenEmails, undoUntil }: CampaignStart,
  actor: AuditActor,
  { db, queue, now }: Deps,
): Promise<CampaignChangeOutcome> {
  const at = now();
  return db.$transaction(async (tx) => {
    const campaign = await lockCampaign(tx, shopId, campaignId);
    if (!campaign) return { kind: "refused", reason: "not_found" };
    const plan = CampaignPlan.parse(campaign.plan);
    if (campaign.version === version && undoMsLeft(campaign, at) > 0) {
      return { kind: "refused", reason: "started" };
    }
    if (campaign.status !== "draft" || campaign.version !== version || checkPlan(plan).length > 0) {
      return { kind: "refused", reason: "not_allowed" };
    }
    const { timeZone } = await tx.shop.findUniqueOrThrow({
      where: { shopId },
      select: { timeZone: true },
    });
    const startsAt = getEarliestSendAt(plan, timeZone, undoUntil);
    await tx.campaign.update({
      where: { shopId_campaignId: { shopId, campaignId } },
      data: {
        status: "scheduled",
        phase: plan.test === null ? "rest" : "test",
        startedAt: at,
        undoUntil,
        startsAt,
        foreseenEmails,
        nextRunAt: startsAt,
        updatedAt: at,
      },
    });
    if (plan.coupon !== null) await queue.announce(tx, shopId, "codes_wanted");
    await audit(tx, shopId, { campaignId, from: "draft", to: "scheduled", actor, at });
    return { kind: "changed", status: "scheduled" };
  });
}

/**
 * Turns a just started campaign back into a draft. Raises its version, so that a duplicate start request
 * does not start it again.
 *
 * @returns refused after the undo window; the campaign can be canceled instead
 */
export async function undoStart(
  shopId: ShopId,
  campaignId: string,
  actor: AuditActor,
  { db, now }: Omit<Deps, "queue">,
): Promise<CampaignChangeOutcome> {
  const at = now();
  return db.$transaction(async (tx) => {
    const campaign = await lockCampaign(tx, shopId, campaignId);
    if (!campaign) return { kind: "refused", reason: "not_found" };
    if (undoMsLeft(campaign, at) === 0) return { kind: "refused", reason: "not_allowed" };
    await tx.campaign.update({
      where: { shopId_campaignId: { shopId, campaignId } },
      data: {
        status: "draft",
        version: campaign.version + 1,
        ...{ startedAt: null, undoUntil: null, startsAt: null, foreseenEmails: null },
        nextRunAt: null,
        updatedAt: at,
      },
    });
    await audit(tx, shopId, { campaignId, from: "scheduled", to: "draft", actor, at });
    return { kind: "changed", status: "draft" };
  });
}

/**
 * Pauses, resumes or cancels a campaign. It takes effect before this returns: a message that was being sent
 * has been sent, and no other is sent until the campaign is resumed.
 *
 * @param actor for the audit trail; no personal data
 */
export async function changeCampaign(
  shopId: ShopId,
  { campaignId, command }: { readonly campaignId: string; readonly command: CampaignCommand },
  actor: AuditActor,
  { db, queue, now }: Deps,
): Promise<CampaignChangeOutcome> {
  const at = now();
  return db.$transaction(async (tx) => {
    const campaign = await lockCampaign(tx, shopId, campaignId);
    if (!campaign) return { kind: "refused", reason: "not_found" };
    const from = {
      status: CampaignStatus.parse(campaign.status),
      pausedFrom: CampaignStatus.nullable().parse(campaign.pausedFrom),
    };
    const next = applyCommand(from, command);
    if (!next) return { kind: "refused", reason: "not_allowed" };
    await tx.campaign.update({
      where: { shopId_campaignId: { shopId, campaignId } },
      data: {
        ...next,
        updatedAt: at,
        ...(command === "cancel" && { endedAt: at, nextRunAt: null }),
      },
    });
    // Updating the planned messages waits for workers that are sending them.
    await UPDATE_MESSAGES[command](tx, shopId, campaignId, at);
    if (command === "cancel") await deleteAudienceSnapshot(tx, shopId, campaignId);
    if (command === "resume") {
      await queue.announce(tx, shopId, "campaign_due");
      await queue.announce(tx, shopId, "messages_planned");
    }
    await audit(tx, shopId, { campaignId, from: from.status, to: next.status, actor, at });
    return { kind: "changed", status: next.status };
  });
}

type UpdateMessages = (tx: Tx, shopId: ShopId, campaignId: string, now: Date) => Promise<unknown>;

const UPDATE_MESSAGES: Readonly<Record<CampaignCommand, UpdateMessages>> = {
  pause: (tx, shopId, campaignId, now) => tx.$executeRaw`
    update message_sending set expires_at = ${addMs(now, PAUSED_EXPIRY_MS)}::timestamptz
    where shop_id = ${shopId} and campaign_id = ${campaignId} and state = 'planned'`,
  resume: (tx, shopId, campaignId, now) => tx.$executeRaw`
    update message_sending set
      next_run_at = case when reason = 'campaign_paused' then ${now}::timestamptz else next_run_at end,
      expires_at = greatest(${now}::timestamptz, next_run_at)
        + make_interval(secs => ${MESSAGE_LIFETIME_MS / 1_000}::float8)
    where shop_id = ${shopId} and campaign_id = ${campaignId} and state = 'planned'`,
  cancel: (tx, shopId, campaignId) =>
    endMessages(
      tx,
      shopId,
      Prisma.sql`sending.campaign_id = ${campaignId} and sending.state = 'planned'`,
      { state: "skipped", reason: "campaign_canceled" },
    ),
};

async function lockCampaign(tx: Tx, shopId: ShopId, campaignId: string) {
  await tx.$queryRaw`
    select 1 from campaign where shop_id = ${shopId} and campaign_id = ${campaignId} for update`;
  return tx.campaign.findUnique({ where: { shopId_campaignId: { shopId, campaignId } } });
}

interface StatusChange {
  readonly campaignId: string;
  readonly from: CampaignStatus;
  readonly to: CampaignStatus;
  readonly actor: AuditActor;
  readonly at: Date;
}

async function audit(
  tx: Tx,
  shopId: ShopId,
  { actor, at, ...detail }: StatusChange,
): Promise<void> {
  const entry = { at, actor, action: "campaign_status_set" } as const;
  await recordAudit(tx, shopId, { ...entry, detail });
}
