import type { LoaderFunctionArgs } from "@remix-run/node";
import { takeHookSecret } from "~/delivery/actions/hook-secret-store.server";
import { getDeps } from "~/deps.server";
import { requireShop } from "~/http/require-shop.server";

/** What the shop's webhooks are signed with, for the merchant to give to their receiver. */
export async function loader({ request }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  const deps = await getDeps();
  return { secret: await takeHookSecret(deps.db, shopId, deps) };
}
