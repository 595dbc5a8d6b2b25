import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useEffect } from "react";
import { z } from "zod";
import { choosePlan } from "~/pages/plan/choose-plan.server";
import { getPlanPage } from "~/pages/plan/plan-page.server";
import { getDeps } from "~/deps.server";
import { errorResponse } from "~/http/error-response.server";
import { readJson } from "~/http/read-json.server";
import { requireShop } from "~/http/require-shop.server";
import { PlanPage } from "./page";

const Choice = z.object({ plan: z.enum(["free", "growth", "scale"]) });

export async function loader({ request }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  // Shopify's page returns here with the answer; a reload asks again, which is cheap.
  const isBack = new URL(request.url).searchParams.has("back");
  return getPlanPage(shopId, { isBack }, await getDeps());
}

export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const parsed = Choice.safeParse(await readJson(request));
  if (!parsed.success) throw new Response(null, { status: 422 });
  const deps = await getDeps();
  try {
    const outcome = await choosePlan(shopId, parsed.data.plan, deps);
    return data(outcome, outcome.kind === "failed" ? 502 : 200);
  } catch (error) {
    throw errorResponse(error, deps);
  }
}

export default function PlanRoute() {
  const plan = useLoaderData<typeof loader>();
  const fetcher = useFetcher<typeof action>();
  const url = fetcher.data?.kind === "confirm" ? fetcher.data.url : null;
  // Shopify's page cannot be opened in the app's frame.
  useEffect(() => {
    if (url !== null) window.open(url, "_top");
  }, [url]);
  return (
    <PlanPage
      plan={plan}
      problem={fetcher.data?.kind === "failed" ? fetcher.data.problem : null}
      isBusy={fetcher.state !== "idle" || url !== null}
      onChoose={(id) =>
        fetcher.submit({ plan: id }, { method: "post", encType: "application/json" })
      }
    />
  );
}
