import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { findCampaign } from "~/campaigns/campaign-store.server";
import { sendTestEmail } from "~/pages/campaigns/send-test-email.server";
import { TestAddress } from "~/pages/test-emails/send-example.server";
import { refusedTest } from "~/pages/test-emails/test-outcome";
import { depsOfShop } from "~/deps-of-shop.server";
import { notFound } from "~/http/not-found.server";
import { readJson } from "~/http/read-json.server";
import { requireShop } from "~/http/require-shop.server";

const TestRequest = z.object({ to: TestAddress });

/** Sends a campaign's saved email to the merchant. */
export async function action({ request, params }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const test = TestRequest.safeParse(await readJson(request));
  if (!test.success) {
    return Response.json(refusedTest("invalid_address"), { status: 422 });
  }
  const deps = await depsOfShop(shopId);
  const campaign = await findCampaign(deps.db, shopId, params.campaignId ?? "");
  if (!campaign) return notFound();
  return Response.json(
    await sendTestEmail(shopId, { plan: campaign.plan, to: test.data.to }, deps),
  );
}
