import { redirect, type LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import type { CampaignAct } from "~/pages/campaigns/act-on-campaign.server";
import { loadTemplateGallery } from "~/pages/campaigns/template-gallery.server";
import { notFound } from "~/http/not-found.server";
import { requireShopDeps } from "~/http/require-shop.server";
import type { action } from "../app.campaigns.$campaignId/route";
import { TemplatesPage } from "./page";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId, db, ...deps } = await requireShopDeps(request);
  const { campaignId = "" } = params;
  const gallery = await loadTemplateGallery(db, shopId, campaignId, deps);
  if (gallery === "started") throw redirect(`/app/campaigns/${campaignId}`);
  return gallery ?? notFound();
}

export default function TemplatesRoute() {
  const gallery = useLoaderData<typeof loader>();
  const { data, state, submit } = useFetcher<typeof action>();
  const { campaignId, version } = gallery;
  const act = (request: CampaignAct) =>
    submit(request, {
      method: "post",
      action: `/app/campaigns/${campaignId}`,
      encType: "application/json",
    });
  const error = data?.error && data.error.code !== "review" ? data.error.code : null;
  return (
    <TemplatesPage
      gallery={gallery}
      failure={error}
      result={data?.done === "designed" ? "used" : data?.done === "design_undone" ? "undone" : null}
      canUndo={(data?.replaced ?? null) !== null}
      isBusy={state !== "idle"}
      onUse={(layout) => act({ act: "design", version, layout })}
      onUndo={() => data?.replaced && act({ act: "undo_design", version, replaced: data.replaced })}
    />
  );
}
