import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useRefresh } from "~/components/use-refresh";
import { requireShopDeps } from "~/http/require-shop.server";
import { loadSegmentsPage } from "~/pages/segments/segment-pages.server";
import { SegmentsPage } from "./page";

const REFRESH_MS = 15_000;

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, db, now } = await requireShopDeps(request);
  return loadSegmentsPage(db, shopId, now());
}

export default function SegmentsRoute() {
  useRefresh(REFRESH_MS);
  return <SegmentsPage {...useLoaderData<typeof loader>()} />;
}
