import type { LoaderFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { simulate } from "~/pages/flows/simulate.server";
import { notFound } from "~/http/not-found.server";
import { requireShop } from "~/http/require-shop.server";

/** Customers that a flow would have reached recently, with the emails. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  const deps = await getDeps();
  return (await simulate(deps.db, shopId, params.flowId ?? "", deps)) ?? notFound();
}
