import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireShopDeps } from "~/http/require-shop.server";
import { loadFlowHistory } from "~/pages/flows/flow-history.server";

/** The versions of a flow. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId, db } = await requireShopDeps(request);
  const entries = await loadFlowHistory(db, shopId, params.flowId ?? "");
  // Every flow of the shop has a version.
  if (entries.length === 0) throw new Response(null, { status: 404 });
  return { entries };
}
