import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData, useSubmit } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { newCampaignDraft } from "~/campaigns/campaign";
import { getDeps } from "~/deps.server";
import { beginCampaign } from "~/pages/campaigns/begin-campaign.server";
import { readForm } from "~/http/read-form.server";
import { requireShop } from "~/http/require-shop.server";
import { requestLocale } from "~/i18n/request-locale.server";
import { textIn } from "~/i18n/text-in.server";
import { importSegment } from "~/segments/shopify/import-segment.server";
import { readImportRequest } from "~/segments/shopify/import-request";
import { ToSegmentPage } from "./page";

/** Target of the action on a segment's page in Shopify: extensions/segment-action. */
export async function loader({ request }: LoaderFunctionArgs) {
  await requireShop(request);
  return readImportRequest(Object.fromEntries(new URL(request.url).searchParams));
}

/** Imports the segment from Shopify if needed, and creates a campaign for it. */
export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const { shopifySegmentId } = readImportRequest(Object.fromEntries(await readForm(request)));
  const deps = await getDeps();
  const segmentId = await importSegment(shopId, shopifySegmentId, deps);
  if (segmentId === null) return data({ isGone: true }, 404);
  const name = textIn(requestLocale(request).language, "campaigns")("newName");
  const campaignId = await beginCampaign(shopId, newCampaignDraft(name, segmentId), deps);
  return redirect(`/app/campaigns/${campaignId}`);
}

export default function ToSegmentRoute() {
  const { shopifySegmentId } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const submit = useSubmit();
  const hasSubmitted = useRef(false);
  // The merchant already confirmed in Shopify, so a second question would only delay.
  useEffect(() => {
    if (hasSubmitted.current) return;
    hasSubmitted.current = true;
    submit({ shopifySegmentId }, { method: "post", replace: true });
  }, [shopifySegmentId, submit]);
  return <ToSegmentPage isGone={answer?.isGone ?? false} />;
}
