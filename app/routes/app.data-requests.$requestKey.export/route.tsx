import type { LoaderFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { exportFile } from "~/http/export-file.server";
import { notFound } from "~/http/not-found.server";
import { requireShop } from "~/http/require-shop.server";
import { handOutRequest } from "~/privacy/hand-out-customer.server";

/** All that is kept of a guest who asked for it, as a file. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  const requestKey = params.requestKey ?? "";
  const found = (await handOutRequest(shopId, requestKey, await getDeps())) ?? notFound();
  return exportFile(found, `data-request-${requestKey}.json`);
}
