import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { previewWindow } from "~/pages/settings/preview-window.server";
import { requireShopDeps } from "~/http/require-shop.server";

/** The effect of another attribution window before it is saved. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, db, now } = await requireShopDeps(request);
  const days = Number(new URL(request.url).searchParams.get("days"));
  if (!(days >= 1 && days <= 30)) return data(null, 422);
  return data(await previewWindow(db, shopId, days, now()));
}
