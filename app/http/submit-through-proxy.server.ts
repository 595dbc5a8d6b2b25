import type { ReadForm } from "~/delivery/consents/opt-in-form";
import type { CaptchaVerdict } from "~/delivery/opt-in/captcha/check-captcha.server";
import type { Requester, Received } from "~/delivery/opt-in/receive-opt-in.server";
import type { ShopId } from "~/lib/shop-id";
import { refuse, type AppProxyGuard } from "./app-proxy-guard.server";
import { publicNotice } from "./public-page.server";
import { readBody } from "./read-body.server";

/** Enough for a form with its consent text and captcha token. */
const MAX_BYTES = 16_384;

interface Guards {
  readonly appProxy: AppProxyGuard;
  /** Verifies a captcha token. */
  readonly checkCaptcha: (shopId: ShopId, token: string) => Promise<CaptchaVerdict>;
}

/**
 * Receives a storefront form. Scripts get JSON, plain form posts get a page. A bot that filled the
 * honeypot field gets the same response as a person.
 *
 * @param receive handles the form; null for an unknown product variant
 */
export async function submitThroughProxy<
  Form extends { readonly locale: string; readonly captcha: string },
>(
  request: Request,
  { appProxy, checkCaptcha }: Guards,
  read: (body: URLSearchParams) => ReadForm<Form>,
  receive: (shopId: ShopId, form: Form, asker: Requester) => Promise<Received | null>,
): Promise<Response> {
  if (request.method !== "POST") return refuse(405, "post_only", { Allow: "POST" }).response;
  const authenticated = await appProxy.authenticate(request, "submit");
  if (authenticated.kind === "refused") return authenticated.response;
  const body = await readBody(request, MAX_BYTES);
  if (!body) return refuse(413, "too_long").response;
  const form = read(new URLSearchParams(new TextDecoder().decode(body)));
  if (form.kind === "refused") {
    return refuse(form.reason === "bad_address" ? 422 : 400, form.reason).response;
  }
  if (form.kind === "robot") return answer(request, { next: "confirm" }, null);
  const verdict = await checkCaptcha(authenticated.shopId, form.form.captcha);
  if (verdict === "refused") return refuse(403, "captcha").response;
  const asker = { ...authenticated, isUnverified: verdict === "unverified" };
  const received = await receive(authenticated.shopId, form.form, asker);
  if (!received) return refuse(404, "unknown_variant").response;
  return answer(request, received, form.form.locale);
}

function answer(request: Request, received: Received, locale: string | null): Response {
  if (request.headers.get("accept")?.includes("application/json")) {
    return Response.json(received, { headers: { "Cache-Control": "no-store" } });
  }
  return publicNotice(
    200,
    request,
    received.next === "confirm" ? "checkInbox" : "requestReceived",
    { look: null, locale },
  );
}
