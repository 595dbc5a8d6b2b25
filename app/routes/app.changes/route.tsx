import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { getDeps } from "~/deps.server";
import { answerChangesRequest, type ChangesRequest } from "~/pages/changes/answer-changes.server";
import { getChangesPage } from "~/pages/changes/changes-page.server";
import { readJson } from "~/http/read-json.server";
import { requireShop, requireShopDeps } from "~/http/require-shop.server";
import { ChangesPage } from "./page";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, db, now } = await requireShopDeps(request);
  return getChangesPage(db, shopId, now());
}

export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const answer = await answerChangesRequest(shopId, await readJson(request), await getDeps());
  return data(answer, answer.error === null ? 200 : 422);
}

export default function ChangesRoute() {
  const changes = useLoaderData<typeof loader>();
  const fetcher = useFetcher<typeof action>();
  const submitRequest = (body: ChangesRequest) =>
    fetcher.submit(body, { method: "post", encType: "application/json" });
  return (
    <ChangesPage
      changes={changes}
      isBusy={fetcher.state !== "idle"}
      error={fetcher.data?.error ?? null}
      doneCount={fetcher.data?.done ?? null}
      onSubmit={submitRequest}
    />
  );
}
