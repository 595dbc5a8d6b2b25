import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData, useRevalidator } from "@remix-run/react";
import { readPage } from "~/components/lists/page-number";
import { useSaveFile } from "~/components/save-file";
import { answerSuppressionRequest } from "~/pages/suppressions/answer-request.server";
import { getSuppressionPage } from "~/pages/suppressions/list-suppressions.server";
import { getDeps } from "~/deps.server";
import { readJson } from "~/http/read-json.server";
import { requireShop, requireShopDeps } from "~/http/require-shop.server";
import { SuppressionsPage, type Change } from "./page";
import { sendImport } from "./send-import";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  const page = readPage(new URL(request.url).searchParams);
  return getSuppressionPage(deps.db, shopId, { address: "", page }, deps);
}

/** The search is a POST, too, because an email address in a URL would end up in logs. */
export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const answer = await answerSuppressionRequest(shopId, await readJson(request), await getDeps());
  return data(answer, answer.error === null ? 200 : 422);
}

export default function SuppressionsRoute() {
  const saveFile = useSaveFile();
  const list = useLoaderData<typeof loader>();
  const search = useFetcher<typeof action>();
  const change = useFetcher<typeof action>();
  const { revalidate } = useRevalidator();
  const post = (fetcher: typeof change, body: Change | { kind: "find"; address: string }) =>
    fetcher.submit(body, { method: "post", encType: "application/json" });
  return (
    <SuppressionsPage
      list={search.data?.found ?? list}
      error={change.data?.error ?? search.data?.error ?? null}
      isBusy={change.state !== "idle" || search.state !== "idle"}
      doneCount={change.data?.done ?? null}
      onFind={(address) => post(search, { kind: "find", address })}
      onChange={(body) => post(change, body)}
      onImport={(file) => sendImport(file).finally(revalidate)}
      onExport={() => void saveFile("/app/suppressions/export", "suppressed-addresses.csv")}
    />
  );
}
