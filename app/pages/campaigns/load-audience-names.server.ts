import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { AudienceNames } from "~/campaigns/audience/audience-names";

/** Loads the names of the shop's segments and campaigns. */
export async function loadAudienceNames(db: Db, shopId: ShopId): Promise<AudienceNames> {
  const where = { shopId };
  const [segments, campaigns] = await Promise.all([
    db.segment.findMany({ where, select: { segmentId: true, name: true } }),
    db.campaign.findMany({ where, select: { campaignId: true, name: true } }),
  ]);
  return {
    segments: new Map(segments.map((it) => [it.segmentId, it.name])),
    campaigns: new Map(campaigns.map((it) => [it.campaignId, it.name])),
  };
}
