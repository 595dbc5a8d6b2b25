import type { ActionFunctionArgs } from "@remix-run/node";
import { readNotifyMe } from "~/delivery/opt-in/opt-in-form";
import { receiveNotifyMe } from "~/delivery/opt-in/receive-opt-in.server";
import { getDeps } from "~/deps.server";
import { leaveAtProxy } from "~/http/leave-at-proxy.server";

/** A theme's form on a product's page: /apps/kindred/notify-me. */
export async function action({ request }: ActionFunctionArgs) {
  const deps = await getDeps();
  return leaveAtProxy(request, deps.proxyDoor, readNotifyMe, (shopId, form, asker) =>
    receiveNotifyMe(shopId, form, asker, deps),
  );
}
