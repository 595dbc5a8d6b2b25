import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { CampaignAudience } from "../campaign";

/** What a merchant may choose as an audience. */
export interface AudienceChoice {
  readonly label: string;
  readonly audience: CampaignAudience;
}

/** Everybody, and each segment; the audience that is chosen already as well, whatever it is. */
export async function listAudienceChoices(
  db: Db,
  shopId: ShopId,
  chosen: CampaignAudience,
): Promise<AudienceChoice[]> {
  const segments = await db.segment.findMany({
    where: { shopId },
    orderBy: { name: "asc" },
    select: { segmentId: true, name: true },
  });
  const choices: AudienceChoice[] = [
    { label: "All customers", audience: { kind: "everyone" } },
    ...segments.map(({ segmentId, name }) => ({
      label: name,
      audience: { kind: "segment", segmentId } as const,
    })),
  ];
  if (chosen.kind === "not_clicked") {
    const { campaignId } = chosen;
    const first = await db.campaign.findUnique({
      where: { shopId_campaignId: { shopId, campaignId } },
      select: { name: true },
    });
    const label = `Who got “${first?.name ?? "a campaign"}” and did not click`;
    return [{ label, audience: chosen }, ...choices];
  }
  const isThere = choices.some(({ audience }) => isSame(audience, chosen));
  return isThere
    ? choices
    : [{ label: "A segment that was deleted", audience: chosen }, ...choices];
}

const isSame = (one: CampaignAudience, other: CampaignAudience) =>
  JSON.stringify(one) === JSON.stringify(other);
