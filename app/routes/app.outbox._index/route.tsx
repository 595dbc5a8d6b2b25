import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate } from "@remix-run/react";
import { getOutboxPage } from "~/delivery/outbox/outbox-page.server";
import { getDeps } from "~/deps.server";
import { requireShop } from "~/http/require-shop.server";
import { outboxUrl, readOutboxFilter } from "./outbox-url";
import { OutboxPage } from "./page";

export async function loader({ request }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  const deps = await getDeps();
  const filter = readOutboxFilter(new URL(request.url).searchParams);
  return getOutboxPage(deps.db, shopId, filter, deps);
}

export default function OutboxRoute() {
  const outbox = useLoaderData<typeof loader>();
  const navigate = useNavigate();
  return <OutboxPage outbox={outbox} onFilter={(filter) => navigate(outboxUrl(filter))} />;
}
