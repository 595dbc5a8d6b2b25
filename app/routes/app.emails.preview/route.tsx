import type { ActionFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { readJson } from "~/http/read-json.server";
import { requireShop } from "~/http/require-shop.server";
import {
  DocumentToPreview,
  previewDocument,
  type DocumentPreview,
} from "~/pages/emails/preview-document.server";

/** The edited email with a customer's values. A POST, since it may contain an address. */
export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const parsed = DocumentToPreview.safeParse(await readJson(request));
  if (!parsed.success) {
    const refused: DocumentPreview = {
      kind: "refused",
      problem: "unreadable",
      problems: [],
      reader: null,
    };
    return Response.json(refused, { status: 422 });
  }
  const deps = await getDeps();
  return Response.json(await previewDocument(deps.db, shopId, parsed.data, deps));
}
