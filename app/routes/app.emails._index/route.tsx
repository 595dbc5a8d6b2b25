import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { readPage } from "~/components/lists/page-number";
import { useTab } from "~/components/lists/page-tabs";
import { requireShopDeps } from "~/http/require-shop.server";
import { listEmails } from "~/pages/emails/email-list.server";
import { EMAIL_TABS, EmailsPage } from "./page";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, db } = await requireShopDeps(request);
  return { groups: await listEmails(db, shopId) };
}

export default function EmailsRoute() {
  const { groups } = useLoaderData<typeof loader>();
  const [tab, onTab] = useTab(EMAIL_TABS, "live");
  const [params] = useSearchParams();
  return <EmailsPage {...{ groups, tab, onTab }} page={readPage(params)} />;
}
