import { v7 as uuidv7 } from "uuid";
import { DEFAULT_PLAN, type CampaignPlan } from "~/campaigns/campaign";
import { createCampaign } from "~/campaigns/campaign-store.server";
import type { CommonDeps } from "~/deps";
import { freeName } from "~/lib/free-name";
import type { ShopId } from "~/lib/shop-id";
import { makeCampaignEmail } from "~/messages/templates/campaign-email.server";

type Deps = CommonDeps<"db" | "now">;

/**
 * Creates a draft with its own copy of the email that its plan names, so that editing it changes no layout
 * and no other campaign. A taken name gets a number, because Shopify Flow looks emails up by name.
 *
 * @returns the draft's id
 */
export async function beginCampaign(
  shopId: ShopId,
  { name: wanted, plan }: { readonly name: string; readonly plan: CampaignPlan },
  { db, now }: Deps,
): Promise<string> {
  const at = now();
  const campaignId = uuidv7();
  return db.$transaction(async (tx) => {
    const taken = await tx.campaign.findMany({ where: { shopId }, select: { name: true } });
    const name = freeName(
      wanted,
      taken.map((it) => it.name),
    );
    const make = (like: string) => makeCampaignEmail(tx, shopId, { campaignId, name, like }, at);
    const templateId = (await make(plan.templateId)) ?? (await make(DEFAULT_PLAN.templateId));
    const own = templateId === null ? plan : { ...plan, templateId };
    return createCampaign(tx, shopId, { campaignId, name, plan: own }, at);
  });
}
