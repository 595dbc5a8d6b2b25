import type { ActionFunctionArgs } from "@remix-run/node";
import { requireShopDeps } from "~/http/require-shop.server";
import { streamBody } from "~/http/stream-body.server";
import { uploadCustomers } from "~/pages/customers/upload-customers.server";

/** Streams a CSV file of customers to import. */
export async function action({ request }: ActionFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  const fileName = request.headers.get("x-file-name") ?? "";
  const file = { chunks: streamBody(request), fileName };
  const outcome = await uploadCustomers(shopId, file, deps);
  return Response.json({ outcome }, { status: outcome === "ready" ? 200 : 422 });
}
