import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { depsOfShop } from "~/deps-of-shop.server";
import {
  actOnCampaign,
  CampaignAct,
  type CampaignFailure,
} from "~/pages/campaigns/act-on-campaign.server";
import { findCampaignPage } from "~/pages/campaigns/campaign-page.server";
import { notFound } from "~/http/not-found.server";
import { readJson } from "~/http/read-json.server";
import { requireShop, requireShopDeps } from "~/http/require-shop.server";
import { DraftPage } from "./draft-page";
import { StartedPage } from "./started-page";
import { useCampaignActs } from "./use-campaign-acts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId, db, keyring, now } = await requireShopDeps(request);
  const deps = { keyring, now: now() };
  return (await findCampaignPage(db, shopId, params.campaignId ?? "", deps)) ?? notFound();
}

export async function action({ request, params }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const parsed = CampaignAct.safeParse(await readJson(request));
  if (!parsed.success) {
    const error: CampaignFailure = { code: "invalid" };
    return data({ error, done: null, mustConfirmAgain: false, replaced: null }, 422);
  }
  const { campaignId = "" } = params;
  const outcome = await actOnCampaign(shopId, campaignId, parsed.data, await depsOfShop(shopId));
  if (outcome.goTo !== null) return redirect(outcome.goTo);
  return data(outcome, outcome.error === null ? 200 : 409);
}

export default function CampaignRoute() {
  const campaign = useLoaderData<typeof loader>();
  const { refusedStart, ...acts } = useCampaignActs();
  return campaign.status === "draft" ? (
    <DraftPage
      key={campaign.campaignId}
      campaign={campaign}
      refusedStart={refusedStart}
      {...acts}
    />
  ) : (
    <StartedPage campaign={campaign} {...acts} />
  );
}
