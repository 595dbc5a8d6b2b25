import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { previewWindow } from "~/pages/settings/preview-window.server";
import { requireShop } from "~/http/require-shop.server";

/** The effect of another attribution window before it is saved. */
export async function loader({ request }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  const { db, now } = await getDeps();
  const days = Number(new URL(request.url).searchParams.get("days"));
  if (!(days >= 1 && days <= 30)) return data(null, 422);
  return data(await previewWindow(db, shopId, days, now()));
}
