import type { LoaderFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { requireShop } from "~/http/require-shop.server";
import { streamCsv } from "~/http/stream-csv.server";
import { exportAccessLog } from "~/privacy/access-log.server";
import { recordDownload } from "~/privacy/record-download.server";
import { readAccessLogFilter } from "./app.access-log._index/access-log-url";

/** The access log, filtered as the page is, as a file. */
export async function loader({ request }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  const { db, now } = await getDeps();
  const filter = readAccessLogFilter(new URL(request.url).searchParams);
  await recordDownload(db, shopId, { action: "access_log_exported" }, now());
  return streamCsv(exportAccessLog(db, shopId, filter), "access-log.csv");
}
