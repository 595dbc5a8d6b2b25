import type { ActionFunctionArgs } from "@remix-run/node";
import { readNotifyMe } from "~/delivery/consents/opt-in-form";
import { receiveNotifyMe } from "~/delivery/opt-in/receive-opt-in.server";
import { checkCaptcha } from "~/delivery/opt-in/captcha/check-captcha.server";
import { getDeps } from "~/deps.server";
import { submitThroughProxy } from "~/http/submit-through-proxy.server";
import type { ShopId } from "~/lib/shop-id";

/** The theme's notification form on a product page: /apps/kindred/notify-me. */
export async function action({ request }: ActionFunctionArgs) {
  const deps = await getDeps();
  const guards = {
    appProxy: deps.appProxy,
    checkCaptcha: (shopId: ShopId, token: string) => checkCaptcha(shopId, token, deps),
  };
  return submitThroughProxy(request, guards, readNotifyMe, (shopId, form, asker) =>
    receiveNotifyMe(shopId, form, asker, deps),
  );
}
