import type { ReadForm } from "~/delivery/opt-in/opt-in-form";
import type { Asker, Received } from "~/delivery/opt-in/receive-opt-in.server";
import type { ShopId } from "~/lib/shop-id";
import { refuse, type ProxyDoor } from "./proxy-door.server";
import { publicPage } from "./public-page.server";
import { readBody } from "./read-body.server";

/** A form with its words of consent; more is no form of ours. */
const MAX_BYTES = 8_192;

const WORDS = {
  confirm: ["Almost done", "Please check your inbox and confirm your address."],
  done: ["Thank you", "That is noted."],
} as const;

/**
 * Takes in what a shopper leaves by a form of the theme. Scripts get JSON, and a form that was sent without
 * them a page. A program that filled in the hidden field is answered as a person would be.
 *
 * @param receive what to do with the form; null for one about something that the shop does not have
 */
export async function leaveAtProxy<Form>(
  request: Request,
  door: ProxyDoor,
  read: (body: URLSearchParams) => ReadForm<Form>,
  receive: (shopId: ShopId, form: Form, asker: Asker) => Promise<Received | null>,
): Promise<Response> {
  if (request.method !== "POST") return refuse(405, "post_only", { Allow: "POST" }).response;
  const admitted = await door.admit(request, "leave");
  if (admitted.kind === "refused") return admitted.response;
  const body = await readBody(request, MAX_BYTES);
  if (!body) return refuse(413, "too_long").response;
  const form = read(new URLSearchParams(new TextDecoder().decode(body)));
  if (form.kind === "refused") {
    return refuse(form.reason === "bad_address" ? 422 : 400, form.reason).response;
  }
  if (form.kind === "robot") return answer(request, { next: "confirm" });
  const received = await receive(admitted.shopId, form.form, admitted);
  return received ? answer(request, received) : refuse(404, "unknown_variant").response;
}

function answer(request: Request, received: Received): Response {
  if (request.headers.get("accept")?.includes("application/json")) {
    return Response.json(received, { headers: { "Cache-Control": "no-store" } });
  }
  const [title, text] = WORDS[received.next];
  return publicPage(200, { title, text });
}
