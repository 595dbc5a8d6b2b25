import type { ActionFunctionArgs } from "@remix-run/node";
import { countAudience } from "~/campaigns/audience/audience-store.server";
import { CampaignAudience } from "~/campaigns/campaign";
import { readJson } from "~/http/read-json.server";
import { requireShopDeps } from "~/http/require-shop.server";

/** The size of an audience while it is edited. */
export async function action({ request }: ActionFunctionArgs) {
  const { shopId, db } = await requireShopDeps(request);
  const audience = CampaignAudience.safeParse(await readJson(request));
  if (!audience.success) return new Response(null, { status: 400 });
  return Response.json(await countAudience(db, shopId, audience.data));
}
