import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { viewMessage } from "~/pages/outbox/view-message.server";
import { readBackUrl } from "~/http/back-url";
import { notFound } from "~/http/not-found.server";
import { requireShopDeps } from "~/http/require-shop.server";
import { EmailPage } from "./page";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  const message = await viewMessage(shopId, params.messageId ?? "", deps);
  const back = readBackUrl(new URL(request.url).searchParams, "/app/outbox");
  return { message: message ?? notFound(), back };
}

export default function EmailRoute() {
  return <EmailPage {...useLoaderData<typeof loader>()} />;
}
