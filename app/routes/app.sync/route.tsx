import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useRefresh } from "~/components/use-refresh";
import { useScopeRequestWithToast } from "~/components/use-scope-request";
import { getDeps } from "~/deps.server";
import { requireShop, requireShopDeps } from "~/http/require-shop.server";
import { useText } from "~/i18n/text-provider";
import { requestReconciliation, getSyncPage } from "~/pages/sync/sync-page.server";
import { OLDER_ORDERS } from "~/shopify/older-orders";
import { SyncPage } from "./page";

const REFRESH_MS = 4_000;

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, db, now } = await requireShopDeps(request);
  return getSyncPage(db, shopId, now());
}

/** The only action of this page: comparing now. */
export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  await requestReconciliation(shopId, await getDeps());
  return null;
}

export default function SyncRoute() {
  const sync = useLoaderData<typeof loader>();
  const comparing = useFetcher<typeof action>();
  const text = useText("sync");
  const olderOrders = useScopeRequestWithToast(OLDER_ORDERS, text("older.importing"));
  useRefresh(REFRESH_MS);
  return (
    <SyncPage
      sync={sync}
      isSubmitting={comparing.state !== "idle"}
      olderOrders={sync.seesOlderOrders || olderOrders.isGranted ? null : olderOrders}
      onCompare={() => comparing.submit(null, { method: "post" })}
    />
  );
}
