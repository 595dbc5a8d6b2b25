import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useState } from "react";
import { getDeps } from "~/deps.server";
import { actOnCampaign, CampaignAct } from "~/delivery/campaigns/act-on-campaign.server";
import { findCampaignPage } from "~/feedback/campaigns/campaign-page.server";
import { notFound } from "~/http/not-found.server";
import { readJson } from "~/http/read-json.server";
import { requireShop } from "~/http/require-shop.server";
import { DraftPage } from "./draft-page";
import { StartedPage } from "./started-page";
import { useToast } from "./use-toast";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  const { db, now } = await getDeps();
  return (await findCampaignPage(db, shopId, params.campaignId ?? "", now())) ?? notFound();
}

export async function action({ request, params }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const parsed = CampaignAct.safeParse(await readJson(request));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const error = `That could not be saved: ${issue?.message ?? "it could not be read"}.`;
    return data({ error, said: null, mustConfirmAgain: false }, 422);
  }
  const { campaignId = "" } = params;
  const outcome = await actOnCampaign(shopId, campaignId, parsed.data, await getDeps());
  if (outcome.goTo !== null) return redirect(outcome.goTo);
  return data(outcome, outcome.error === null ? 200 : 409);
}

export default function CampaignRoute() {
  const campaign = useLoaderData<typeof loader>();
  const act = useFetcher<typeof action>();
  const [lastAct, setLastAct] = useState<CampaignAct["act"] | null>(null);
  // One action at a time. If a fetcher submits again while its page revalidates and then redirects,
  // the router never revalidates a page again.
  const busyWith = act.state === "idle" ? null : lastAct;
  useToast(act.data?.said ?? null, act.state);
  const props = {
    campaign,
    error: act.data?.error ?? null,
    busyWith,
    onAct: (request: CampaignAct) => {
      setLastAct(request.act);
      act.submit(request, { method: "post", encType: "application/json" });
    },
  };
  return campaign.status === "draft" ? (
    <DraftPage
      key={campaign.campaignId}
      {...props}
      refusedStart={act.data?.mustConfirmAgain === true ? act.data : null}
    />
  ) : (
    <StartedPage {...props} />
  );
}
