import type { LoaderFunctionArgs } from "@remix-run/node";
import { reportCsv } from "~/pages/reports/report-csv";
import { readReportFilter } from "~/feedback/reports/report-range";
import { getReport } from "~/feedback/reports/report.server";
import { requireShopDeps } from "~/http/require-shop.server";
import { streamCsv } from "~/http/stream-csv.server";
import { requestLocale } from "~/i18n/request-locale.server";
import { textIn } from "~/i18n/text-in.server";
import { recordDownload } from "~/privacy/record-download.server";

/** Downloads a report's rows. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, db, now } = await requireShopDeps(request);
  const filter = readReportFilter(new URL(request.url).searchParams);
  const report = await getReport(db, shopId, filter, now());
  await recordDownload(db, shopId, { action: "report_exported", report: filter.group }, now());
  const text = textIn(requestLocale(request).language, "measures");
  return streamCsv([reportCsv(report, text)], `kindred-${filter.group}.csv`);
}
