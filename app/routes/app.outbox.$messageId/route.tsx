import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { findMailPage } from "~/delivery/outbox/mail-page.server";
import { getDeps } from "~/deps.server";
import { notFound } from "~/http/not-found.server";
import { requireShop } from "~/http/require-shop.server";
import { MailPage } from "./page";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  const deps = await getDeps();
  return (await findMailPage(deps.db, shopId, params.messageId ?? "", deps)) ?? notFound();
}

export default function MailRoute() {
  return <MailPage message={useLoaderData<typeof loader>()} />;
}
