import { newCampaignDraft } from "~/campaigns/campaign";
import type { CommonDeps } from "~/deps";
import { beginCampaign } from "~/pages/campaigns/begin-campaign.server";
import { freeName } from "~/lib/free-name";
import type { ShopId } from "~/lib/shop-id";
import { saveSegment } from "~/segments/editing/save-segment.server";
import type { SegmentRule } from "~/segments/segment";

type Deps = CommonDeps<"db" | "queue" | "now">;

interface BuyersRequest {
  /** The product that the customers bought. */
  readonly boughtId: string;
  /** The product that they have not bought. */
  readonly missingId: string;
  readonly segmentName: string;
  readonly campaignName: string;
}

/**
 * Creates a segment of subscribed customers who bought one product but not the other, and a campaign draft for it.
 * @returns the draft's id; `null` if a product is unknown
 */
export async function emailBuyers(
  shopId: ShopId,
  { boughtId, missingId, segmentName, campaignName }: BuyersRequest,
  deps: Deps,
): Promise<string | null> {
  const others = await deps.db.segment.findMany({ where: { shopId }, select: { name: true } });
  const name = freeName(
    segmentName,
    others.map((it) => it.name),
  );
  const saved = await saveSegment(shopId, null, { name, rule: ruleOf(boughtId, missingId) }, deps);
  if (saved.kind !== "saved") return null;
  return beginCampaign(shopId, newCampaignDraft(campaignName, saved.segmentId), deps);
}

function ruleOf(boughtId: string, missingId: string): SegmentRule {
  const ordered = { kind: "did", behavior: "ordered", window: { kind: "ever" } } as const;
  const only = (id: string) => ({ where: [{ by: "product" as const, values: [id] }] });
  return {
    kind: "all",
    of: [
      { kind: "consent", states: ["subscribed"] },
      { ...ordered, comparison: "at_least", times: 1, ...only(boughtId) },
      { ...ordered, comparison: "exactly", times: 0, ...only(missingId) },
    ],
  };
}
