import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireShopDeps } from "~/http/require-shop.server";
import { listShopValues, ValueSource } from "~/pages/segments/list-values.server";

/** The shop's own values for a condition, while typing part of a name. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, db, keyring } = await requireShopDeps(request);
  const asked = new URL(request.url).searchParams;
  const of = ValueSource.safeParse(asked.get("of"));
  if (!of.success) throw new Response(null, { status: 400 });
  const text = (asked.get("text") ?? "").slice(0, 255);
  return { values: await listShopValues(db, shopId, { of: of.data, text }, { keyring }) };
}
