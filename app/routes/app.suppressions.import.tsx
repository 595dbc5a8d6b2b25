import type { ActionFunctionArgs } from "@remix-run/node";
import { importSuppressions } from "~/pages/suppressions/import-suppressions.server";
import { requireShopDeps } from "~/http/require-shop.server";
import { streamBody } from "~/http/stream-body.server";

/** Streams a CSV file of addresses to suppress. */
export async function action({ request }: ActionFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  const outcome = await importSuppressions(shopId, streamBody(request), deps);
  return Response.json(outcome, { status: outcome.kind === "refused" ? 422 : 200 });
}
