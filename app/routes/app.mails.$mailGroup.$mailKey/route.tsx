import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useRevalidator } from "@remix-run/react";
import { getDeps } from "~/deps.server";
import { notFound } from "~/http/not-found.server";
import { requireShop } from "~/http/require-shop.server";
import { blockRules } from "~/messages/document/block-rules";
import { loadEditorShop } from "~/messages/editing/editor-shop.server";
import { loadMailPage } from "~/messages/editing/mail-page.server";

import { EditorPage, type EditorPageProps } from "./page";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  const deps = await getDeps();
  const mail = await loadMailPage(deps.db, shopId, `${params.mailGroup}/${params.mailKey}`);
  if (!mail) return notFound();
  const rules = blockRules(mail.document.blocks).map(({ rule }) => rule);
  return { mail, shop: await loadEditorShop(deps.db, shopId, rules, deps) };
}

export default function MailRoute() {
  // A mail's words are JSON; that `unknown` can be sent Remix's types do not know.
  const loaded: Pick<EditorPageProps, "mail" | "shop"> = useLoaderData();
  const { revalidate } = useRevalidator();
  return <EditorPage key={loaded.mail.templateId} {...loaded} onRefresh={revalidate} />;
}
