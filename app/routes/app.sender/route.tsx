import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import {
  answerSenderRequest,
  type SenderRequest,
} from "~/pages/sender/answer-sender-request.server";
import { getSenderPage } from "~/pages/sender/sender-page.server";
import { depsOfShop } from "~/deps-of-shop.server";
import { readJson } from "~/http/read-json.server";
import { requireShop, requireShopDeps } from "~/http/require-shop.server";
import { SenderPage } from "./page";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  return getSenderPage(deps.db, shopId, deps);
}

export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const answer = await answerSenderRequest(
    shopId,
    await readJson(request),
    await depsOfShop(shopId),
  );
  return data(answer, answer.error === null ? 200 : 422);
}

export default function SenderRoute() {
  const sender = useLoaderData<typeof loader>();
  const fetcher = useFetcher<typeof action>();
  const submit = (request: SenderRequest) =>
    fetcher.submit(request, { method: "post", encType: "application/json" });
  return (
    <SenderPage
      sender={sender}
      error={fetcher.data?.error ?? null}
      done={fetcher.data?.done ?? null}
      isBusy={fetcher.state !== "idle"}
      onSubmit={submit}
    />
  );
}
