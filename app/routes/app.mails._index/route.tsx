import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { getDeps } from "~/deps.server";
import { requireShop } from "~/http/require-shop.server";
import { listMails } from "~/messages/editing/mail-list.server";
import { MailsPage } from "./page";

export async function loader({ request }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  const { db } = await getDeps();
  return { groups: await listMails(db, shopId) };
}

export default function MailsRoute() {
  return <MailsPage {...useLoaderData<typeof loader>()} />;
}
