import type { LoaderFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { requireShop } from "~/http/require-shop.server";
import { listPictures } from "~/messages/pictures/shop-pictures.server";

/** A page of images from the shop's files. */
export async function loader({ request }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  const params = new URL(request.url).searchParams;
  const search = { text: params.get("text") ?? "", after: params.get("after") };
  return Response.json(await listPictures(shopId, search, await getDeps()));
}
