import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate } from "@remix-run/react";
import { getOutboxPage } from "~/delivery/outbox/outbox-page.server";
import { findStandstills } from "~/delivery/standstill/find-standstills.server";
import { getDeps } from "~/deps.server";
import { requireShop } from "~/http/require-shop.server";
import { outboxUrl, readOutboxFilter } from "./outbox-url";
import { OutboxPage } from "./page";

export async function loader({ request }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  const deps = await getDeps();
  const filter = readOutboxFilter(new URL(request.url).searchParams);
  const [outbox, standstills] = await Promise.all([
    getOutboxPage(deps.db, shopId, filter, deps),
    findStandstills(deps.db, shopId, deps),
  ]);
  return { outbox, standstills };
}

export default function OutboxRoute() {
  const { outbox, standstills } = useLoaderData<typeof loader>();
  const navigate = useNavigate();
  return (
    <OutboxPage
      outbox={outbox}
      standstills={standstills}
      onFilter={(filter) => navigate(outboxUrl(filter))}
    />
  );
}
