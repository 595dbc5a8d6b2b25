import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { readJson } from "~/http/read-json.server";
import { requireShop } from "~/http/require-shop.server";
import {
  addPicture,
  FileId,
  findPicture,
  UploadedPicture,
  type FilesRefusal,
} from "~/messages/pictures/shop-pictures.server";

const UNREADABLE: FilesRefusal = { kind: "refused", problem: "unreadable" };

/** Shopify's progress with an image. */
export async function loader({ request }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  const fileId = FileId.safeParse(new URL(request.url).searchParams.get("id"));
  if (!fileId.success) return Response.json(UNREADABLE, { status: 422 });
  return Response.json(await findPicture(shopId, fileId.data, await getDeps()));
}

/** Creates a shop file from an upload. */
export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const uploaded = UploadedPicture.safeParse(await readJson(request));
  if (!uploaded.success) return Response.json(UNREADABLE, { status: 422 });
  return Response.json(await addPicture(shopId, uploaded.data, await getDeps()));
}
