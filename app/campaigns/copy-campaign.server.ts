import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { createCampaign, findCampaign } from "./campaign-store.server";

const MOST_NAME_CHARS = 80;

/**
 * Makes a draft like a campaign: the same again, or to those who did not click in it. Its time and its test are
 * begun anew.
 *
 * @returns the draft's id; null when the shop has no such campaign
 */
export async function copyCampaign(
  db: Db,
  shopId: ShopId,
  { campaignId, to }: { readonly campaignId: string; readonly to: "same" | "not_clicked" },
  now: Date,
): Promise<string | null> {
  const original = await findCampaign(db, shopId, campaignId);
  if (!original) return null;
  const { plan } = original;
  const suffix = to === "same" ? " (copy)" : " (again)";
  return createCampaign(
    db,
    shopId,
    {
      name: original.name.slice(0, MOST_NAME_CHARS - suffix.length) + suffix,
      plan: {
        ...plan,
        timing: { kind: "now" },
        test: to === "same" ? plan.test : null,
        audience: to === "same" ? plan.audience : { kind: "not_clicked", campaignId },
      },
    },
    now,
  );
}
