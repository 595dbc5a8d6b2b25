import type { ActionFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { readJson } from "~/http/read-json.server";
import { requireShop } from "~/http/require-shop.server";
import {
  MailToPreview,
  previewMail,
  type MailPreview,
} from "~/messages/editing/preview-mail.server";

/** A mail as it is sent, filled in with example values. */
export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const mail = MailToPreview.safeParse(await readJson(request));
  if (!mail.success) {
    const refused: MailPreview = { kind: "refused", problem: "That could not be read." };
    return Response.json(refused, { status: 422 });
  }
  const deps = await getDeps();
  return Response.json(await previewMail(deps.db, shopId, mail.data, deps));
}
