import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useRevalidator } from "@remix-run/react";
import { notFound } from "~/http/not-found.server";
import { requireShopDeps } from "~/http/require-shop.server";
import { blockRules } from "~/messages/document/block-rules";
import { loadEditorShop } from "~/pages/emails/editor-shop.server";
import { loadEmailPage } from "~/pages/emails/email-page.server";
import { loadSubjectTests } from "~/pages/emails/subject-tests.server";

import { EditorPage, type EditorPageProps } from "./page";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  const templateId = `${params.emailGroup}/${params.emailKey}`;
  const email = await loadEmailPage(deps.db, shopId, templateId);
  if (!email) return notFound();
  const rules = blockRules(email.document.blocks).map(({ rule }) => rule);
  return {
    email,
    shop: await loadEditorShop(deps.db, shopId, { templateId, rules }, deps),
    subjectTests: await loadSubjectTests(deps.db, shopId, templateId, deps.now()),
  };
}

export default function EmailRoute() {
  // An email's texts are JSON, but Remix's types do not know that `unknown` is serializable.
  const loaded: Pick<EditorPageProps, "email" | "shop" | "subjectTests"> = useLoaderData();
  const { revalidate } = useRevalidator();
  return <EditorPage key={loaded.email.templateId} {...loaded} onRefresh={revalidate} />;
}
