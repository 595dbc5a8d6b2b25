import type { LoaderFunctionArgs } from "@remix-run/node";
import { simulate } from "~/pages/flows/simulate.server";
import { notFound } from "~/http/not-found.server";
import { requireShopDeps } from "~/http/require-shop.server";

/** Customers that a flow would have reached recently, with the emails. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  return (await simulate(deps.db, shopId, params.flowId ?? "", deps)) ?? notFound();
}
