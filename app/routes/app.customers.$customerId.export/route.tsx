import type { LoaderFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { exportFile } from "~/http/export-file.server";
import { notFound } from "~/http/not-found.server";
import { requireShop } from "~/http/require-shop.server";
import { fulfillCustomerRequest } from "~/profiles/data-requests/fulfill-data-request.server";

/** Downloads all stored data of a customer. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  const customerId = params.customerId ?? "";
  const found = (await fulfillCustomerRequest(shopId, customerId, await getDeps())) ?? notFound();
  return exportFile(found, `customer-${customerId}.json`);
}
