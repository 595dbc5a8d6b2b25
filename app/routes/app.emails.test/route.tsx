import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { depsOfShop } from "~/deps-of-shop.server";
import { sendExample, TestAddress } from "~/pages/test-emails/send-example.server";
import { refusedTest } from "~/pages/test-emails/test-outcome";
import { readJson } from "~/http/read-json.server";
import { requireShop } from "~/http/require-shop.server";
import { DocumentToPreview, previewDocument } from "~/pages/emails/preview-document.server";

const TestEmail = z.object({ to: TestAddress, email: DocumentToPreview });

/** Sends the edited email, with a customer's values, to the merchant. */
export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const parsed = TestEmail.safeParse(await readJson(request));
  if (!parsed.success) {
    const isAddress = parsed.error.issues.every(({ path }) => path[0] === "to");
    const refused = refusedTest(isAddress ? "invalid_address" : "unreadable");
    return Response.json(refused, { status: 422 });
  }
  const { to, email } = parsed.data;
  const deps = await depsOfShop(shopId);
  const preview = await previewDocument(deps.db, shopId, email, deps);
  if (preview.kind === "refused") {
    return Response.json(refusedTest(preview.problem), { status: 409 });
  }
  return Response.json(await sendExample(shopId, { email: preview, to, origin: "flow" }, deps));
}
