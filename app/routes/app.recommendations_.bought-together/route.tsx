import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { readPage } from "~/components/lists/page-number";
import { getDeps } from "~/deps.server";
import { readForm } from "~/http/read-form.server";
import { requireShop, requireShopDeps } from "~/http/require-shop.server";
import { requestLocale } from "~/i18n/request-locale.server";
import { textIn } from "~/i18n/text-in.server";
import { loadBoughtTogether } from "~/pages/recommendations/bought-together.server";
import { emailBuyers } from "~/pages/recommendations/email-buyers.server";
import { readRuleQuery } from "~/pages/recommendations/rule-order";
import { BoughtTogetherPage } from "./page";
import { useBoughtTogether } from "./use-bought-together";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, db, now } = await requireShopDeps(request);
  const params = new URL(request.url).searchParams;
  const query = { ...readRuleQuery(params), page: readPage(params) };
  return loadBoughtTogether(db, shopId, query, now());
}

const EmailBuyers = z.object({
  boughtId: z.string().min(1),
  missingId: z.string().min(1),
  title: z.string().min(1).max(255),
});

/** Creates a campaign draft for those who bought one product of a bundle but not the other, and opens it. */
export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const form = EmailBuyers.safeParse(Object.fromEntries(await readForm(request)));
  if (!form.success) return data({ hasFailed: true }, 422);
  const { boughtId, missingId, title } = form.data;
  const text = textIn(requestLocale(request).language, "recommendations");
  const name = text("together.campaign", { title });
  const names = { segmentName: name, campaignName: name };
  const ids = { boughtId, missingId };
  const campaignId = await emailBuyers(shopId, { ...ids, ...names }, await getDeps());
  return campaignId === null
    ? data({ hasFailed: true }, 422)
    : redirect(`/app/campaigns/${campaignId}`);
}

export default function BoughtTogetherRoute() {
  const shown = useLoaderData<typeof loader>();
  return <BoughtTogetherPage shown={shown} {...useBoughtTogether(shown)} />;
}
