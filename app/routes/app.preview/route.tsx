import type { ActionFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { readJson } from "~/http/read-json.server";
import { requireShop } from "~/http/require-shop.server";
import {
  EmailToPreview,
  previewEmail,
  type EmailPreview,
} from "~/pages/emails/preview-email.server";

/** An email as it is sent, filled in with example values. */
export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const email = EmailToPreview.safeParse(await readJson(request));
  if (!email.success) {
    const refused: EmailPreview = { kind: "refused", problem: "unreadable" };
    return Response.json(refused, { status: 422 });
  }
  const deps = await getDeps();
  return Response.json(await previewEmail(deps.db, shopId, email.data, deps));
}
