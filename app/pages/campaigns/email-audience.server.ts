import { CampaignPlan, newCampaignDraft } from "~/campaigns/campaign";
import type { Db } from "~/db.server";
import type { CommonDeps } from "~/deps";
import {
  listAudienceForecasts,
  type AudienceForecast,
} from "~/feedback/forecast/audience-forecast-store.server";
import { textIn } from "~/i18n/text-in.server";
import { freeName } from "~/lib/free-name";
import type { ShopId } from "~/lib/shop-id";
import { beginCampaign } from "~/pages/campaigns/begin-campaign.server";
import { saveSegment } from "~/segments/editing/save-segment.server";
import { AUDIENCE_RULES, type SuggestedAudience } from "~/segments/suggested-audiences";

type Deps = CommonDeps<"db" | "queue" | "now">;

/** After an email to an audience, it is not suggested again for this long. */
const REST_DAYS = 30;

/** The forecasts of audiences that were not emailed lately, most revenue first. */
export async function suggestAudiences(
  db: Db,
  shopId: ShopId,
  now: Date,
): Promise<AudienceForecast[]> {
  const forecasts = await listAudienceForecasts(db, shopId);
  if (forecasts.length === 0) return [];
  const since = new Date(now.getTime() - REST_DAYS * 86_400_000);
  const [segments, recent] = await Promise.all([
    Promise.all(forecasts.map(({ audience }) => findAudienceSegment(db, shopId, audience))),
    db.campaign.findMany({
      where: {
        ...{ shopId, status: { notIn: ["draft", "canceled"] } },
        OR: [{ startedAt: null }, { startedAt: { gte: since } }],
      },
      select: { plan: true },
    }),
  ]);
  return forecasts.filter((_, i) => {
    const segmentId = segments[i] ?? null;
    return segmentId === null || !recent.some(({ plan }) => includes(plan, segmentId));
  });
}

/**
 * Opens the campaign draft to an audience, with its segment: an earlier one, or else a new one. Nothing is sent, and
 * the merchant can delete the draft.
 * @returns the draft's page
 */
export async function emailAudience(
  shopId: ShopId,
  audience: SuggestedAudience,
  language: string,
  deps: Deps,
): Promise<string> {
  const text = textIn(language, "audiences");
  const segmentId =
    (await findAudienceSegment(deps.db, shopId, audience)) ??
    (await createAudienceSegment(shopId, audience, text(`${audience}.segment`), deps));
  const drafts = await deps.db.campaign.findMany({
    where: { shopId, status: "draft" },
    orderBy: { createdAt: "desc" },
    select: { campaignId: true, plan: true },
  });
  const draft = drafts.find(({ plan }) => includes(plan, segmentId));
  const campaignId =
    draft?.campaignId ??
    (await beginCampaign(shopId, newCampaignDraft(text(`${audience}.campaign`), segmentId), deps));
  return `/app/campaigns/${campaignId}`;
}

async function findAudienceSegment(
  db: Db,
  shopId: ShopId,
  audience: SuggestedAudience,
): Promise<string | null> {
  const rule = JSON.parse(JSON.stringify(AUDIENCE_RULES[audience])) as object;
  const segment = await db.segment.findFirst({
    where: { shopId, rule: { equals: rule } },
    orderBy: { createdAt: "asc" },
    select: { segmentId: true },
  });
  return segment?.segmentId ?? null;
}

async function createAudienceSegment(
  shopId: ShopId,
  audience: SuggestedAudience,
  wanted: string,
  deps: Deps,
): Promise<string> {
  const others = await deps.db.segment.findMany({ where: { shopId }, select: { name: true } });
  const taken = others.map((it) => it.name);
  const draft = { name: freeName(wanted, taken), rule: AUDIENCE_RULES[audience] };
  const saved = await saveSegment(shopId, null, draft, deps);
  if (saved.kind === "saved") return saved.segmentId;
  throw new Error(`The segment of the audience ${audience} is ${saved.kind}`);
}

/** Whether a stored plan includes a segment. */
function includes(plan: unknown, segmentId: string): boolean {
  const { audience } = CampaignPlan.parse(plan);
  return audience.include.some((part) => part.kind === "segment" && part.segmentId === segmentId);
}
