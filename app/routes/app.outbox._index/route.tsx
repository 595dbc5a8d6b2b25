import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate } from "@remix-run/react";
import { getOutboxPage } from "~/pages/outbox/outbox-page.server";
import { findSendingBlocks } from "~/delivery/sending-blocks/find-sending-blocks.server";
import { readBackUrl } from "~/http/back-url";
import { requireShopDeps } from "~/http/require-shop.server";
import { outboxUrl, readOutboxFilter } from "./outbox-url";
import { OutboxPage } from "./page";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  const { searchParams } = new URL(request.url);
  const filter = readOutboxFilter(searchParams);
  const [outbox, sendingBlocks] = await Promise.all([
    getOutboxPage(deps.db, shopId, filter, deps),
    findSendingBlocks(deps.db, shopId, deps),
  ]);
  return { outbox, sendingBlocks, back: readBackUrl(searchParams, "/app/reports") };
}

export default function OutboxRoute() {
  const { outbox, sendingBlocks, back } = useLoaderData<typeof loader>();
  const navigate = useNavigate();
  return (
    <OutboxPage
      outbox={outbox}
      sendingBlocks={sendingBlocks}
      back={back}
      onFilter={(filter) => navigate(outboxUrl(filter, back))}
    />
  );
}
