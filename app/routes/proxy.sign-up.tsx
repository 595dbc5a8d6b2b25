import type { ActionFunctionArgs } from "@remix-run/node";
import { readSignUp } from "~/delivery/opt-in/opt-in-form";
import { receiveSignUp } from "~/delivery/opt-in/receive-opt-in.server";
import { getDeps } from "~/deps.server";
import { leaveAtProxy } from "~/http/leave-at-proxy.server";

/** A theme's sign-up form: /apps/kindred/sign-up. */
export async function action({ request }: ActionFunctionArgs) {
  const deps = await getDeps();
  return leaveAtProxy(request, deps.proxyDoor, readSignUp, (shopId, form, asker) =>
    receiveSignUp(shopId, form, asker, deps),
  );
}
