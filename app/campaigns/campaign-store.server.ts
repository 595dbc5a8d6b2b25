import { v7 as uuidv7 } from "uuid";
import type { Db } from "~/db.server";
import { storedJson } from "~/flows/stored-json";
import type { Campaign as CampaignRow } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { AudienceCounts } from "./audience-counts";
import { CampaignPlan, DEFAULT_PLAN } from "./campaign";
import { CampaignStatus } from "./campaign-status";

/** A campaign as it is stored. */
export interface Campaign {
  readonly campaignId: string;
  readonly name: string;
  readonly status: CampaignStatus;
  readonly plan: CampaignPlan;
  readonly version: number;
  readonly audienceCounts: AudienceCounts;
  /** The current wave of a test and the share of each variant in it. */
  readonly wave: number;
  readonly shares: readonly number[];
  readonly chosenVariant: number | null;
  /** Number of messages forecast at the start; null for a draft. */
  readonly foreseenEmails: number | null;
  readonly startsAt: Date | null;
  readonly startedAt: Date | null;
  /** The start can be undone until then; null if it was not started. */
  readonly undoUntil: Date | null;
  readonly endedAt: Date | null;
}

export async function findCampaign(
  db: Db,
  shopId: ShopId,
  campaignId: string,
): Promise<Campaign | null> {
  const row = await db.campaign.findUnique({
    where: { shopId_campaignId: { shopId, campaignId } },
  });
  return row && readCampaign(row);
}

/** Whether a draft, or a campaign that started since a time, lets Kindred choose each customer's discount. */
export async function hasChosenDiscounts(db: Db, shopId: ShopId, since: Date): Promise<boolean> {
  const found = await db.campaign.findFirst({
    where: {
      ...{ shopId, plan: { path: ["coupon", "perCustomer"], equals: true } },
      OR: [{ startedAt: null }, { startedAt: { gte: since } }],
    },
    select: { campaignId: true },
  });
  return found !== null;
}

const MAX_LISTED = 100;

/** Lists the shop's campaigns, newest first. */
export async function listCampaigns(db: Db, shopId: ShopId): Promise<Campaign[]> {
  const rows = await db.campaign.findMany({
    where: { shopId },
    orderBy: [{ createdAt: "desc" }, { campaignId: "desc" }],
    take: MAX_LISTED,
  });
  return rows.map(readCampaign);
}

/** Lists campaigns that were started, newest first. */
export async function listStartedCampaigns(
  db: Db,
  shopId: ShopId,
  limit: number,
): Promise<Campaign[]> {
  const rows = await db.campaign.findMany({
    where: { shopId, startedAt: { not: null } },
    orderBy: [{ startedAt: "desc" }, { campaignId: "desc" }],
    take: limit,
  });
  return rows.map(readCampaign);
}

interface NewCampaign {
  readonly campaignId?: string;
  readonly name: string;
  readonly plan?: CampaignPlan;
}

/** @returns the id of the new draft */
export async function createCampaign(
  db: Db,
  shopId: ShopId,
  { campaignId = uuidv7(), name, plan = DEFAULT_PLAN }: NewCampaign,
  now: Date,
): Promise<string> {
  await db.campaign.create({
    data: {
      shopId,
      campaignId,
      name,
      status: "draft",
      plan: storedJson(plan),
      createdAt: now,
      updatedAt: now,
    },
  });
  return campaignId;
}

export interface CampaignSave {
  readonly campaignId: string;
  /** The version that the edit is based on. */
  readonly version: number;
  readonly name: string;
  readonly plan: CampaignPlan;
}

/** @returns the draft's new version; null if it is no longer a draft or was saved by someone else */
export async function saveCampaign(
  db: Db,
  shopId: ShopId,
  { campaignId, version, name, plan }: CampaignSave,
  now: Date,
): Promise<number | null> {
  const { count } = await db.campaign.updateMany({
    where: { shopId, campaignId, version, status: "draft" },
    data: {
      ...{ name, plan: storedJson(plan), version: version + 1, updatedAt: now },
      ...{ audienceSize: null, audienceSizeAt: null },
    },
  });
  return count === 1 ? version + 1 : null;
}

/**
 * @param version only at this version; any without it
 * @returns whether a draft was deleted; started campaigns are kept
 */
export async function deleteDraft(
  db: Db,
  shopId: ShopId,
  campaignId: string,
  version?: number,
): Promise<boolean> {
  const { count } = await db.campaign.deleteMany({
    where: { shopId, campaignId, status: "draft", ...(version !== undefined && { version }) },
  });
  return count === 1;
}

function readCampaign(row: CampaignRow): Campaign {
  const { campaignId, name, version, startsAt, startedAt, undoUntil, endedAt } = row;
  const { wave, variantShares, chosenVariant, foreseenEmails } = row;
  return {
    ...{ campaignId, name, version, startsAt, startedAt, undoUntil, endedAt },
    ...{ wave, chosenVariant, foreseenEmails },
    shares: variantShares,
    status: CampaignStatus.parse(row.status),
    plan: CampaignPlan.parse(row.plan),
    audienceCounts: AudienceCounts.parse(row.audienceCounts),
  };
}
