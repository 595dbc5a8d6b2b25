import type { LoaderFunctionArgs } from "@remix-run/node";
import { notFound } from "~/http/not-found.server";
import { requireShopDeps } from "~/http/require-shop.server";
import { streamCsv } from "~/http/stream-csv.server";
import { exportForShopify, findImportFile } from "~/pages/customers/export-customer-import.server";
import { recordDownload } from "~/privacy/record-download.server";

/** Downloads the subscribers of an import who are not subscribed in Shopify. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  const found = (await findImportFile(shopId, deps)) ?? notFound();
  await recordDownload(deps.db, shopId, { action: "customer_import_exported" }, deps.now());
  return streamCsv(exportForShopify(shopId, found, deps), "for-shopify.csv");
}
