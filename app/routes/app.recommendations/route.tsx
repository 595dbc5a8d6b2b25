import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { isInProgress } from "~/components/learning/training-card";
import { useRefresh } from "~/components/use-refresh";
import { readForm } from "~/http/read-form.server";
import { requireShopDeps } from "~/http/require-shop.server";
import { trainOrCancel } from "~/http/train.server";
import { findTrainingRun } from "~/jobs/training/training-store.server";
import { findCustomerByEmail } from "~/pages/customers/customer-list.server";
import { loadRecommendationsPage } from "~/pages/recommendations/recommendations-page.server";
import { RecommendationsPage } from "./page";
import { useRecommendationsPage } from "./use-recommendations-page";

const REFRESH_MS = 60_000;
const REFRESH_WHILE_LEARNING_MS = 1_000;

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  const [shown, run] = await Promise.all([
    loadRecommendationsPage(deps.db, shopId, new URL(request.url).searchParams, deps),
    findTrainingRun(deps.db, shopId, "recommendations"),
  ]);
  return { ...shown, run };
}

/** Finds a customer, or trains. A POST, because an email address in a URL would end up in logs. */
export async function action({ request }: ActionFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  const form = await readForm(request);
  const email = form.get("email");
  if (typeof email !== "string") {
    return trainOrCancel(form, shopId, "recommendations", deps);
  }
  const customerId = await findCustomerByEmail(deps.db, shopId, email, deps);
  return customerId === null
    ? data({ hasNotFound: true }, 404)
    : redirect(`/app/recommendations?customer=${customerId}`);
}

export default function RecommendationsRoute() {
  const shown = useLoaderData<typeof loader>();
  useRefresh(isInProgress(shown.run) ? REFRESH_WHILE_LEARNING_MS : REFRESH_MS);
  return <RecommendationsPage {...shown} {...useRecommendationsPage(shown.saved.version)} />;
}
