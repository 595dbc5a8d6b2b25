import type { LoaderFunctionArgs } from "@remix-run/node";
import { findCampaign } from "~/campaigns/campaign-store.server";
import { reviewCampaign } from "~/pages/campaigns/review-campaign.server";
import { notFound } from "~/http/not-found.server";
import { requireShopDeps } from "~/http/require-shop.server";

/** The reach and the problems of the saved campaign. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  const campaign = await findCampaign(deps.db, shopId, params.campaignId ?? "");
  if (!campaign) return notFound();
  return reviewCampaign(deps.db, shopId, campaign, deps, deps.now());
}
