import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { readJson } from "~/http/read-json.server";
import { requireShopDeps } from "~/http/require-shop.server";
import { useRefresh } from "~/components/use-refresh";
import { loadApiKeysPage } from "~/pages/api-keys/api-keys-page.server";
import { changeApiKeys } from "~/pages/api-keys/change-api-keys.server";
import { changeWebhooks } from "~/pages/api-keys/change-webhooks.server";
import { loadWebhooksPage } from "~/pages/api-keys/webhooks-page.server";
import { ApiKeysPage } from "./page";

/** Webhooks are sent while the page is open. */
const REFRESH_MS = 10_000;

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, db, config } = await requireShopDeps(request);
  return {
    ...(await loadApiKeysPage(db, shopId, config.publicUrl)),
    endpoints: await loadWebhooksPage(db, shopId),
  };
}

/** Changes a key or an endpoint. */
export async function action({ request }: ActionFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  const body = await readJson(request);
  const answer = isAboutWebhooks(body)
    ? { about: "webhooks" as const, ...(await changeWebhooks(shopId, body.webhooks, deps)) }
    : { about: "keys" as const, ...(await changeApiKeys(shopId, body, deps)) };
  return data(answer, {
    status: answer.kind === "refused" ? 422 : 200,
    // The answer may have a key or a secret.
    headers: { "Cache-Control": "no-store" },
  });
}

const isAboutWebhooks = (body: unknown): body is { readonly webhooks: unknown } =>
  typeof body === "object" && body !== null && "webhooks" in body;

const AS_JSON = { method: "post", encType: "application/json" } as const;

export default function ApiKeysRoute() {
  const page = useLoaderData<typeof loader>();
  const change = useFetcher<typeof action>();
  useRefresh(REFRESH_MS);
  return (
    <ApiKeysPage
      page={page}
      answer={change.data ?? null}
      isBusy={change.state !== "idle"}
      onChange={(body) => change.submit(body, AS_JSON)}
      onChangeWebhooks={(webhooks) => change.submit({ webhooks }, AS_JSON)}
    />
  );
}
