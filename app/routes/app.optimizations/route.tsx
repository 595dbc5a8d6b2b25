import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { readPage } from "~/components/lists/page-number";
import { getDeps } from "~/deps.server";
import {
  answerOptimizationsRequest,
  type OptimizationsRequest,
} from "~/pages/optimizations/answer-optimizations.server";
import { getOptimizationsPage } from "~/pages/optimizations/optimizations-page.server";
import { readJson } from "~/http/read-json.server";
import { requireShop, requireShopDeps } from "~/http/require-shop.server";
import { OptimizationsPage } from "./page";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, db, now } = await requireShopDeps(request);
  return getOptimizationsPage(db, shopId, now(), readPage(new URL(request.url).searchParams));
}

export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const answer = await answerOptimizationsRequest(shopId, await readJson(request), await getDeps());
  return data(answer, answer.error === null ? 200 : 422);
}

export default function OptimizationsRoute() {
  const optimizations = useLoaderData<typeof loader>();
  const fetcher = useFetcher<typeof action>();
  const submitRequest = (body: OptimizationsRequest) =>
    fetcher.submit(body, { method: "post", encType: "application/json" });
  return (
    <OptimizationsPage
      optimizations={optimizations}
      isBusy={fetcher.state !== "idle"}
      error={fetcher.data?.error ?? null}
      doneCount={fetcher.data?.done ?? null}
      onSubmit={submitRequest}
    />
  );
}
