import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireShopDeps } from "~/http/require-shop.server";
import { findStoreLook } from "~/pages/settings/find-store-look.server";

/** The look of the online store, for the settings form to fill in. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  return Response.json(await findStoreLook(shopId, deps));
}
