import type { LoaderFunctionArgs } from "@remix-run/node";
import { exportSuppressions } from "~/pages/suppressions/list-suppressions.server";
import { getDeps } from "~/deps.server";
import { requireShop } from "~/http/require-shop.server";
import { streamCsv } from "~/http/stream-csv.server";
import { recordDownload } from "~/privacy/record-download.server";

/** Downloads all suppressed addresses. */
export async function loader({ request }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  const deps = await getDeps();
  await recordDownload(deps.db, shopId, { action: "suppressions_exported" }, deps.now());
  return streamCsv(exportSuppressions(deps.db, shopId, deps), "suppressed-addresses.csv");
}
