import type { LoaderFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { getPipelineProgress } from "~/pages/progress/pipeline-progress.server";
import { requireShop } from "~/http/require-shop.server";

/** The shop's progress as JSON, for external monitoring. */
export async function loader({ request }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  return Response.json(await getPipelineProgress(shopId, await getDeps()));
}
