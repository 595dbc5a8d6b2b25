import { at } from "~/events/read-json";
import { parseJson } from "~/lib/parse-json";
import { ShopId } from "~/lib/shop-id";

/** Where a request belongs. */
export type Destination =
  /** The cell of the shop that the request names. It is not verified: the cell does that. */
  | {
      readonly kind: "shop";
      readonly shopId: ShopId;
      /** Shopify's session token, which proves the shop. */
      readonly token: string | null;
    }
  /** The shop is in the body, as JSON. */
  | { readonly kind: "body"; readonly maxBytes: number }
  /** Only the shop's cell knows the secret that names it: the others refuse with this status, and have done nothing. */
  | { readonly kind: "known-to"; readonly refusal: number; readonly maxBytes: number }
  /** Events of many shops: each cell stores those of its own. */
  | { readonly kind: "every"; readonly maxBytes: number }
  /** Every cell answers alike. */
  | { readonly kind: "any" };

interface NamedRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

// The limits of the cells' own routes.
const FLOW_BYTES = 64 * 1024;
const PIXEL_BYTES = 16 * 1024;
const API_BYTES = 1024 * 1024;
const EVENT_BYTES = 1024 * 1024;

/** Links in emails: /c, /o, /p, /t, /u and /confirm. */
const EMAIL_LINK = /^\/(?:c|o|p|t|u|confirm)\/([\w-]+)\./;

/** Finds how a request names its shop. */
export function destinationOf({ method, url, headers }: NamedRequest): Destination {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  const isPost = method === "POST";
  if (pathname === "/webhooks") return ofShop(textOf(headers["x-shopify-shop-domain"]));
  if (pathname === "/collect" && isPost) {
    return { kind: "known-to", refusal: 404, maxBytes: PIXEL_BYTES };
  }
  if (pathname.startsWith("/api/")) {
    return isPost ? { kind: "known-to", refusal: 401, maxBytes: API_BYTES } : { kind: "any" };
  }
  if (["/email-events", "/inbound-email"].includes(pathname) && isPost) {
    return { kind: "every", maxBytes: EVENT_BYTES };
  }
  if (pathname.startsWith("/flow-") && isPost) return { kind: "body", maxBytes: FLOW_BYTES };
  // Cells may run different releases, each with its own files.
  if (pathname.startsWith("/assets/")) return { kind: "known-to", refusal: 404, maxBytes: 0 };
  const [, signed] = EMAIL_LINK.exec(pathname) ?? [];
  if (signed) return ofShop(shopOfLink(signed));

  const bearer = /^Bearer (.+)$/i.exec(textOf(headers["authorization"]))?.[1];
  for (const token of [bearer, searchParams.get("id_token")]) {
    const shopId = token && shopOfToken(token);
    if (shopId) return { kind: "shop", shopId, token };
  }
  return ofShop(searchParams.get("shop") ?? "");
}

/** The shop that the JSON body of a Flow request names. */
export const shopOfBody = (body: Uint8Array): ShopId | null =>
  shopOf(at(parseJson(Buffer.from(body).toString()), "shopify_domain"));

const ofShop = (text: string): Destination => {
  const shopId = shopOf(text);
  return shopId ? { kind: "shop", shopId, token: null } : { kind: "any" };
};

/** The text of a signed link begins with its shop (app/privacy/keyring.server.ts). */
const shopOfLink = (signed: string) =>
  Buffer.from(signed, "base64url").toString().split(/[/ ]/, 1)[0] ?? "";

function shopOfToken(token: string): ShopId | null {
  const claims = Buffer.from(token.split(".")[1] ?? "", "base64url").toString();
  const destination = at(parseJson(claims), "dest");
  return typeof destination === "string" ? shopOf(destination.replace(/^https:\/\//, "")) : null;
}

const shopOf = (value: unknown): ShopId | null =>
  typeof value === "string" ? (ShopId.safeParse(value.toLowerCase()).data ?? null) : null;

const textOf = (header: string | readonly string[] | undefined): string =>
  typeof header === "string" ? header : (header?.[0] ?? "");
