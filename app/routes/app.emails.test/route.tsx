import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { getDeps } from "~/deps.server";
import { sendExample, TestAddress, type TestOutcome } from "~/delivery/send-example.server";
import { readJson } from "~/http/read-json.server";
import { requireShop } from "~/http/require-shop.server";
import { DocumentToPreview, previewDocument } from "~/messages/editing/preview-document.server";

const TestEmail = z.object({ to: TestAddress, email: DocumentToPreview });

/** Sends the edited email, with a customer's values, to the merchant. */
export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const parsed = TestEmail.safeParse(await readJson(request));
  if (!parsed.success) {
    const problem = parsed.error.issues[0]?.message ?? "That could not be read";
    const refused: TestOutcome = { kind: "refused", problem };
    return Response.json(refused, { status: 422 });
  }
  const { to, email } = parsed.data;
  const deps = await getDeps();
  const preview = await previewDocument(deps.db, shopId, email, deps);
  if (preview.kind === "refused") {
    const refused: TestOutcome = { kind: "refused", problem: preview.problem };
    return Response.json(refused, { status: 409 });
  }
  return Response.json(await sendExample(shopId, { email: preview, to, origin: "flow" }, deps));
}
