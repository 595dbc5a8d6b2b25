import type { ActionFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { readJson } from "~/http/read-json.server";
import { requireShop } from "~/http/require-shop.server";
import {
  PictureToUpload,
  prepareUpload,
  type FilesRefusal,
} from "~/messages/pictures/shop-pictures.server";

/** An upload target for the browser. */
export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const picture = PictureToUpload.safeParse(await readJson(request));
  if (!picture.success) {
    const refused: FilesRefusal = { kind: "refused", problem: "unreadable" };
    return Response.json(refused, { status: 422 });
  }
  return Response.json(await prepareUpload(shopId, picture.data, await getDeps()));
}
