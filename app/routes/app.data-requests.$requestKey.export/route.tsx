import type { LoaderFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { exportFile } from "~/http/export-file.server";
import { notFound } from "~/http/not-found.server";
import { requireShop } from "~/http/require-shop.server";
import { fulfillGuestRequest } from "~/profiles/data-requests/fulfill-data-request.server";

/** Downloads all stored data of a guest with a data request. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  const requestKey = params.requestKey ?? "";
  const found = (await fulfillGuestRequest(shopId, requestKey, await getDeps())) ?? notFound();
  return exportFile(found, `data-request-${requestKey}.json`);
}
