import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { notFound } from "~/http/not-found.server";
import { readJson } from "~/http/read-json.server";
import { requireShop, requireShopDeps } from "~/http/require-shop.server";
import { readSchemaProblem } from "~/messages/document/schema-problem";
import { actOnEmail, EmailAct } from "~/pages/emails/act-on-email.server";
import { loadEmailPage } from "~/pages/emails/email-page.server";

const STATUS = { saved: 200, published: 200, not_found: 404, changed_meanwhile: 409, refused: 422 };

/** The current draft, for an outdated tab. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId, db } = await requireShopDeps(request);
  const page = await loadEmailPage(db, shopId, `${params.emailGroup}/${params.emailKey}`);
  if (!page) return notFound();
  return Response.json({ document: page.document, revision: page.draftRevision });
}

/** Saves or publishes the draft of an email. */
export async function action({ request, params }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const parsed = EmailAct.safeParse(await readJson(request));
  if (!parsed.success) {
    const problems = [readSchemaProblem(parsed.error)];
    return Response.json({ kind: "refused", problems }, { status: 422 });
  }
  const templateId = `${params.emailGroup}/${params.emailKey}`;
  const outcome = await actOnEmail(shopId, templateId, parsed.data, await getDeps());
  return Response.json(outcome, { status: STATUS[outcome.kind] });
}
