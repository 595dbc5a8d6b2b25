import type { LoaderFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { cohortCsv } from "~/pages/reports/cohort-csv";
import { getCohortPage } from "~/pages/reports/cohort-page.server";
import { requireShop } from "~/http/require-shop.server";
import { requestLocale } from "~/i18n/request-locale.server";
import { textIn } from "~/i18n/text-in.server";
import { streamCsv } from "~/http/stream-csv.server";
import { recordDownload } from "~/privacy/record-download.server";

/** Downloads the cohorts. */
export async function loader({ request }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  const { db, now } = await getDeps();
  const at = now();
  const text = textIn(requestLocale(request).language, "reports");
  const csv = cohortCsv(await getCohortPage(db, shopId, at), text);
  await recordDownload(db, shopId, { action: "cohorts_exported" }, at);
  return streamCsv([csv], "kindred-cohorts.csv");
}
