import type { LoaderFunctionArgs } from "@remix-run/node";
import type { ImportProblem } from "~/delivery/customer-import/import-problem";
import { notFound } from "~/http/not-found.server";
import { requireShopDeps } from "~/http/require-shop.server";
import { streamCsv } from "~/http/stream-csv.server";
import { requestLocale } from "~/i18n/request-locale.server";
import { textIn } from "~/i18n/text-in.server";
import { exportRefusedRows, findImportFile } from "~/pages/customers/export-customer-import.server";

/** Downloads the numbers of rows that were not imported, and why. They contain no personal data. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  const found = (await findImportFile(shopId, deps)) ?? notFound();
  const text = textIn(requestLocale(request).language, "customer-import");
  const words = {
    headings: [text("problem.row"), text("problem.problem")],
    textOf: (problem: ImportProblem) => text(`problem.${problem}`),
  };
  return streamCsv(exportRefusedRows(shopId, found, words, deps), "refused-rows.csv");
}
