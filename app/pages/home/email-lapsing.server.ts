import { CampaignPlan, newCampaignDraft } from "~/campaigns/campaign";
import type { Db } from "~/db.server";
import type { CommonDeps } from "~/deps";
import {
  findLapseForecast,
  type LapseForecast,
} from "~/feedback/forecast/lapse-forecast-store.server";
import { freeName } from "~/lib/free-name";
import type { ShopId } from "~/lib/shop-id";
import { beginCampaign } from "~/pages/campaigns/begin-campaign.server";
import { saveSegment } from "~/segments/editing/save-segment.server";
import { LAPSING_RULE } from "~/segments/lapsing-rule";

type Deps = CommonDeps<"db" | "queue" | "now">;

/** After an email to them, the customers are not suggested again for this long. */
const REST_DAYS = 30;

/** The forecast of an email to customers who are about to lapse; null: none are, or they were emailed lately. */
export async function suggestLapsing(
  db: Db,
  shopId: ShopId,
  now: Date,
): Promise<LapseForecast | null> {
  const forecast = await findLapseForecast(db, shopId);
  if (forecast === null || forecast.people === 0) return null;
  const segmentId = await findLapsingSegment(db, shopId);
  if (segmentId === null) return forecast;
  const since = new Date(now.getTime() - REST_DAYS * 86_400_000);
  const recent = await db.campaign.findMany({
    where: {
      ...{ shopId, status: { notIn: ["draft", "canceled"] } },
      OR: [{ startedAt: null }, { startedAt: { gte: since } }],
    },
    select: { plan: true },
  });
  return recent.some(({ plan }) => includes(plan, segmentId)) ? null : forecast;
}

/**
 * Opens the campaign draft to customers who are about to lapse, with its segment: an earlier one, or else a new one.
 * Nothing is sent, and the merchant can delete the draft.
 * @returns the draft's id
 */
export async function emailLapsing(
  shopId: ShopId,
  names: { readonly segment: string; readonly campaign: string },
  deps: Deps,
): Promise<string> {
  const segmentId =
    (await findLapsingSegment(deps.db, shopId)) ??
    (await createLapsingSegment(shopId, names.segment, deps));
  const drafts = await deps.db.campaign.findMany({
    where: { shopId, status: "draft" },
    orderBy: { createdAt: "desc" },
    select: { campaignId: true, plan: true },
  });
  const draft = drafts.find(({ plan }) => includes(plan, segmentId));
  if (draft) return draft.campaignId;
  return beginCampaign(shopId, newCampaignDraft(names.campaign, segmentId), deps);
}

async function findLapsingSegment(db: Db, shopId: ShopId): Promise<string | null> {
  const rule = JSON.parse(JSON.stringify(LAPSING_RULE)) as object;
  const segment = await db.segment.findFirst({
    where: { shopId, rule: { equals: rule } },
    orderBy: { createdAt: "asc" },
    select: { segmentId: true },
  });
  return segment?.segmentId ?? null;
}

async function createLapsingSegment(shopId: ShopId, wanted: string, deps: Deps): Promise<string> {
  const others = await deps.db.segment.findMany({ where: { shopId }, select: { name: true } });
  const taken = others.map((it) => it.name);
  const draft = { name: freeName(wanted, taken), rule: LAPSING_RULE };
  const saved = await saveSegment(shopId, null, draft, deps);
  if (saved.kind === "saved") return saved.segmentId;
  throw new Error(`The segment of customers who are about to lapse is ${saved.kind}`);
}

/** Whether a stored plan includes a segment. */
function includes(plan: unknown, segmentId: string): boolean {
  const { audience } = CampaignPlan.parse(plan);
  return audience.include.some((part) => part.kind === "segment" && part.segmentId === segmentId);
}
