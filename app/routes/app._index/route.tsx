import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useRefresh } from "~/components/use-refresh";
import { findSendingBlocks } from "~/delivery/sending-blocks/find-sending-blocks.server";
import { dismissSetup, getHomeSummary } from "~/pages/home/home-summary.server";
import { requireShopDeps } from "~/http/require-shop.server";
import { HomePage } from "./page";

const REFRESH_MS = 4_000;

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  const [home, sendingBlocks] = await Promise.all([
    getHomeSummary(deps.db, shopId, deps),
    findSendingBlocks(deps.db, shopId, deps),
  ]);
  return { home, sendingBlocks };
}

/** The only action of this page: dismissing the setup guide. */
export async function action({ request }: ActionFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  await dismissSetup(deps.db, shopId, deps);
  return null;
}

export default function HomeRoute() {
  const { home, sendingBlocks } = useLoaderData<typeof loader>();
  const dismissal = useFetcher<typeof action>();
  useRefresh(REFRESH_MS);
  return (
    <HomePage
      home={home}
      sendingBlocks={sendingBlocks}
      onDismissSetup={() => dismissal.submit(null, { method: "post" })}
    />
  );
}
