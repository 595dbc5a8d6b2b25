import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { readJson } from "~/http/read-json.server";
import { requireShopDeps } from "~/http/require-shop.server";
import { loadApiKeysPage } from "~/pages/api-keys/api-keys-page.server";
import { changeApiKeys } from "~/pages/api-keys/change-api-keys.server";
import { ApiKeysPage } from "./page";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, db, config } = await requireShopDeps(request);
  return loadApiKeysPage(db, shopId, config.publicUrl);
}

/** Creates or revokes a key. */
export async function action({ request }: ActionFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  const answer = await changeApiKeys(shopId, await readJson(request), deps);
  return data(answer, {
    status: answer.kind === "refused" ? 422 : 200,
    // The answer may have a key.
    headers: { "Cache-Control": "no-store" },
  });
}

export default function ApiKeysRoute() {
  const page = useLoaderData<typeof loader>();
  const change = useFetcher<typeof action>();
  return (
    <ApiKeysPage
      page={page}
      answer={change.data ?? null}
      isBusy={change.state !== "idle"}
      onChange={(body) => change.submit(body, { method: "post", encType: "application/json" })}
    />
  );
}
