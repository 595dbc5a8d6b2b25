import type { LoaderFunctionArgs } from "@remix-run/node";
import { findCampaign } from "~/campaigns/campaign-store.server";
import { reviewCampaign } from "~/pages/campaigns/review-campaign.server";
import { getDeps } from "~/deps.server";
import { notFound } from "~/http/not-found.server";
import { requireShop } from "~/http/require-shop.server";

/** The reach and the problems of the saved campaign. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  const deps = await getDeps();
  const campaign = await findCampaign(deps.db, shopId, params.campaignId ?? "");
  if (!campaign) return notFound();
  return reviewCampaign(deps.db, shopId, campaign, deps, deps.now());
}
