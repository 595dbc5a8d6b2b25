import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useRefresh } from "~/components/use-refresh";
import { getDeps } from "~/deps.server";
import { requireShop, requireShopDeps } from "~/http/require-shop.server";
import { requestReconciliation, getSyncPage } from "~/pages/sync/sync-page.server";
import { SyncPage } from "./page";
import { useOlderOrders } from "./use-older-orders";

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
  const { isGranted, ...olderOrders } = useOlderOrders();
  useRefresh(REFRESH_MS);
  return (
    <SyncPage
      sync={sync}
      isSubmitting={comparing.state !== "idle"}
      olderOrders={sync.seesOlderOrders || isGranted ? null : olderOrders}
      onCompare={() => comparing.submit(null, { method: "post" })}
    />
  );
}
