import type { LoaderFunctionArgs } from "@remix-run/node";
import { searchCatalog } from "~/catalog/search-catalog.server";
import { getDeps } from "~/deps.server";
import { requireShop } from "~/http/require-shop.server";

/** Suggestions while typing the name of a product, a collection, a type, a vendor or a tag. */
export async function loader({ request }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  const text = new URL(request.url).searchParams.get("text") ?? "";
  const { db } = await getDeps();
  return { matches: await searchCatalog(db, shopId, text) };
}
