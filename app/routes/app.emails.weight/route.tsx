import type { ActionFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { readJson } from "~/http/read-json.server";
import { requireShop } from "~/http/require-shop.server";
import {
  PicturesToWeigh,
  weighPictures,
  type PictureWeight,
} from "~/pages/emails/weigh-pictures.server";

/** What the pictures of an email weigh, for the editor. */
export async function action({ request }: ActionFunctionArgs) {
  await requireShop(request);
  const parsed = PicturesToWeigh.safeParse(await readJson(request));
  if (!parsed.success) {
    const unknown: PictureWeight = { bytes: 0, unknown: 0 };
    return Response.json(unknown, { status: 422 });
  }
  return Response.json(await weighPictures(parsed.data, await getDeps()));
}
