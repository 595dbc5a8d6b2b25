import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useSavedToast } from "~/components/forms/use-saved-toast";
import { useRefresh } from "~/components/use-refresh";
import { readJson } from "~/http/read-json.server";
import { requireShopDeps } from "~/http/require-shop.server";
import { useText } from "~/i18n/text-provider";
import { loadMetafieldsPage } from "~/pages/segments/metafields-page.server";
import { saveMetafields } from "~/pages/segments/save-metafields.server";
import { MetafieldsPage } from "./page";

/** The values are read while the page is open. Each time asks Shopify for the definitions. */
const REFRESH_MS = 60_000;

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  return loadMetafieldsPage(deps.db, shopId, deps);
}

export async function action({ request }: ActionFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  const outcome = await saveMetafields(shopId, await readJson(request), deps);
  return data(outcome, { status: outcome.error === null ? 200 : 422 });
}

export default function MetafieldsRoute() {
  const text = useText("segments");
  const save = useFetcher<typeof action>();
  const isSaving = save.state !== "idle";
  useRefresh(REFRESH_MS);
  useSavedToast(save.data?.saved ?? null, text("metafields.saved"), isSaving);
  return (
    <MetafieldsPage
      {...useLoaderData<typeof loader>()}
      error={save.data?.error ?? null}
      isSaving={isSaving}
      onSave={(followed) =>
        save.submit({ followed: [...followed] }, { method: "post", encType: "application/json" })
      }
    />
  );
}
