import type { ActionFunctionArgs } from "@remix-run/node";
import { readSignUp } from "~/delivery/consents/opt-in-form";
import { receiveSignUp } from "~/delivery/opt-in/receive-opt-in.server";
import { checkCaptcha } from "~/delivery/opt-in/captcha/check-captcha.server";
import { getDeps } from "~/deps.server";
import { submitThroughProxy } from "~/http/submit-through-proxy.server";
import type { ShopId } from "~/lib/shop-id";

/** A theme's sign-up form: /apps/kindred/sign-up. */
export async function action({ request }: ActionFunctionArgs) {
  const deps = await getDeps();
  const guards = {
    appProxy: deps.appProxy,
    checkCaptcha: (shopId: ShopId, token: string) => checkCaptcha(shopId, token, deps),
  };
  return submitThroughProxy(request, guards, readSignUp, (shopId, form, asker) =>
    receiveSignUp(shopId, form, asker, deps),
  );
}
