import type { LoaderFunctionArgs } from "@remix-run/node";
import { cohortCsv } from "~/pages/reports/cohort-csv";
import { getCohortPage } from "~/pages/reports/cohort-page.server";
import { requireShopDeps } from "~/http/require-shop.server";
import { requestLocale } from "~/i18n/request-locale.server";
import { textIn } from "~/i18n/text-in.server";
import { streamCsv } from "~/http/stream-csv.server";
import { recordDownload } from "~/privacy/record-download.server";

/** Downloads the cohorts. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, db, now } = await requireShopDeps(request);
  const at = now();
  const text = textIn(requestLocale(request).language, "reports");
  const csv = cohortCsv(await getCohortPage(db, shopId, at), text);
  await recordDownload(db, shopId, { action: "cohorts_exported" }, at);
  return streamCsv([csv], "kindred-cohorts.csv");
}
