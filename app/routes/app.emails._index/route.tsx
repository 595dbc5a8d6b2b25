import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requireShopDeps } from "~/http/require-shop.server";
import { listEmails } from "~/pages/emails/email-list.server";
import { EmailsPage } from "./page";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, db } = await requireShopDeps(request);
  return { groups: await listEmails(db, shopId) };
}

export default function EmailsRoute() {
  return <EmailsPage {...useLoaderData<typeof loader>()} />;
}
