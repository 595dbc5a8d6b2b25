import type { ReadForm } from "~/delivery/opt-in/opt-in-form";
import type { CaptchaVerdict } from "~/delivery/opt-in/captcha/check-captcha.server";
import type { Asker, Received } from "~/delivery/opt-in/receive-opt-in.server";
import type { ShopId } from "~/lib/shop-id";
import { refuse, type ProxyDoor } from "./proxy-door.server";
import { publicNotice } from "./public-page.server";
import { readBody } from "./read-body.server";

/** A form with its words of consent and a captcha's answer; more is no form of ours. */
const MAX_BYTES = 16_384;

interface Guards {
  readonly proxyDoor: ProxyDoor;
  /** Judges a captcha's answer. */
  readonly checkCaptcha: (shopId: ShopId, token: string) => Promise<CaptchaVerdict>;
}

/**
 * Takes in what a shopper leaves by a form of the theme. Scripts get JSON, and a form that was sent without
 * them a page. A program that filled in the hidden field is answered as a person would be.
 *
 * @param receive what to do with the form; null for one about something that the shop does not have
 */
export async function leaveAtProxy<
  Form extends { readonly locale: string; readonly captcha: string },
>(
  request: Request,
  { proxyDoor, checkCaptcha }: Guards,
  read: (body: URLSearchParams) => ReadForm<Form>,
  receive: (shopId: ShopId, form: Form, asker: Asker) => Promise<Received | null>,
): Promise<Response> {
  if (request.method !== "POST") return refuse(405, "post_only", { Allow: "POST" }).response;
  const admitted = await proxyDoor.admit(request, "leave");
  if (admitted.kind === "refused") return admitted.response;
  const body = await readBody(request, MAX_BYTES);
  if (!body) return refuse(413, "too_long").response;
  const form = read(new URLSearchParams(new TextDecoder().decode(body)));
  if (form.kind === "refused") {
    return refuse(form.reason === "bad_address" ? 422 : 400, form.reason).response;
  }
  if (form.kind === "robot") return answer(request, { next: "confirm" }, null);
  const verdict = await checkCaptcha(admitted.shopId, form.form.captcha);
  if (verdict === "refused") return refuse(403, "captcha").response;
  const asker = { ...admitted, isUnverified: verdict === "unverified" };
  const received = await receive(admitted.shopId, form.form, asker);
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
    ({ checkInbox, noted }) => (received.next === "confirm" ? checkInbox : noted),
    { look: null, locale },
  );
}
