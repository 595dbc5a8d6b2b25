import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireShopDeps } from "~/http/require-shop.server";
import { streamCsv } from "~/http/stream-csv.server";
import { exportAccessLog } from "~/pages/access-log/access-log.server";
import { recordDownload } from "~/privacy/record-download.server";
import { readAccessLogFilter } from "./app.access-log._index/access-log-url";

/** Downloads the filtered access log. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, db, now } = await requireShopDeps(request);
  const filter = readAccessLogFilter(new URL(request.url).searchParams);
  await recordDownload(db, shopId, { action: "access_log_exported" }, now());
  return streamCsv(exportAccessLog(db, shopId, filter), "access-log.csv");
}
