import type { LoaderFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { simulate } from "~/flows/simulation/simulate.server";
import { notFound } from "~/http/not-found.server";
import { requireShop } from "~/http/require-shop.server";

/** Whom a flow would have reached lately, and with what. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  const deps = await getDeps();
  return (await simulate(deps.db, shopId, params.flowId ?? "", deps)) ?? notFound();
}
