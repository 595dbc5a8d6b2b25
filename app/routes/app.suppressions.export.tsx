import type { LoaderFunctionArgs } from "@remix-run/node";
import { exportSuppressions } from "~/pages/suppressions/list-suppressions.server";
import { requireShopDeps } from "~/http/require-shop.server";
import { streamCsv } from "~/http/stream-csv.server";
import { recordDownload } from "~/privacy/record-download.server";

/** Downloads all suppressed addresses. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  await recordDownload(deps.db, shopId, { action: "suppressions_exported" }, deps.now());
  return streamCsv(exportSuppressions(deps.db, shopId, deps), "suppressed-addresses.csv");
}
