import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigation, useSubmit } from "@remix-run/react";
import { newCampaignDraft } from "~/campaigns/campaign";
import { useRefresh } from "~/components/use-refresh";
import { getDeps } from "~/deps.server";
import { beginCampaign } from "~/pages/campaigns/begin-campaign.server";
import { getCampaignList } from "~/pages/campaigns/campaign-page.server";
import { suggestSendTime } from "~/pages/campaigns/suggest-send-time.server";
import { readForm } from "~/http/read-form.server";
import { requireShop, requireShopDeps } from "~/http/require-shop.server";
import { requestLocale } from "~/i18n/request-locale.server";
import { textIn } from "~/i18n/text-in.server";
import { CampaignsPage } from "./page";

const UNDER_WAY_MS = 5_000;
const AT_REST_MS = 60_000;

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, db, now } = await requireShopDeps(request);
  return getCampaignList(db, shopId, now());
}

/** Creates a draft for everyone or a segment, planned for a day if one is given, and opens it. */
export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const form = await readForm(request);
  const name = textIn(requestLocale(request).language, "campaigns")("newName");
  const deps = await getDeps();
  const suggested = await suggestSendTime(deps.db, shopId, deps.now());
  const draft = newCampaignDraft(name, form.get("segmentId"), form.get("date"), suggested?.time);
  const campaignId = await beginCampaign(shopId, draft, deps);
  return redirect(`/app/campaigns/${campaignId}`);
}

export default function CampaignsRoute() {
  const list = useLoaderData<typeof loader>();
  const submit = useSubmit();
  const { state } = useNavigation();
  const isUnderWay = list.campaigns.some(({ status }) => status === "sending");
  useRefresh(isUnderWay ? UNDER_WAY_MS : AT_REST_MS);
  return (
    <CampaignsPage
      list={list}
      isCreating={state === "submitting"}
      onCreate={() => submit({}, { method: "post", action: "/app/campaigns?index" })}
    />
  );
}
