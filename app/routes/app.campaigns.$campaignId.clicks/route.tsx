import type { ActionFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { notFound } from "~/http/not-found.server";
import { readJson } from "~/http/read-json.server";
import { requireShop } from "~/http/require-shop.server";
import { ClickMapRequest, loadClickMap } from "~/pages/campaigns/click-map.server";

/** The campaign's email with the clicks on its links. */
export async function action({ request, params }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const asked = ClickMapRequest.safeParse(await readJson(request));
  if (!asked.success) return new Response(null, { status: 422 });
  const { campaignId = "" } = params;
  const { db, ...deps } = await getDeps();
  const map = await loadClickMap(db, shopId, { campaignId, ...asked.data }, deps);
  return Response.json(map ?? notFound());
}
