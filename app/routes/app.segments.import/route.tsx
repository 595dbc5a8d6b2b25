import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { getDeps } from "~/deps.server";
import { readJson } from "~/http/read-json.server";
import { requireShop, requireShopDeps } from "~/http/require-shop.server";
import { importSegment } from "~/segments/shopify/import-segment.server";
import { readImportRequest } from "~/segments/shopify/import-request";
import { listShopifySegments } from "~/segments/shopify/shopify-segments.server";
import { ImportPage } from "./page";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  return listShopifySegments(deps.db, shopId, deps);
}

export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const { shopifySegmentId } = readImportRequest(await readJson(request));
  const segmentId = await importSegment(shopId, shopifySegmentId, await getDeps());
  return segmentId === null ? data({ isGone: true }, 404) : redirect(`/app/segments/${segmentId}`);
}

export default function ImportRoute() {
  const listed = useLoaderData<typeof loader>();
  const fetcher = useFetcher<typeof action>();
  const requested = fetcher.json as { shopifySegmentId?: string } | undefined;
  return (
    <ImportPage
      listed={listed}
      importing={requested?.shopifySegmentId ?? null}
      isGone={fetcher.data?.isGone ?? false}
      onImport={(shopifySegmentId) =>
        fetcher.submit({ shopifySegmentId }, { method: "post", encType: "application/json" })
      }
    />
  );
}
