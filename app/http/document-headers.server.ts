import type { Config } from "~/config";
import { ShopId } from "~/lib/shop-id";
import { STAGED_UPLOADS } from "~/shopify/shop-files";

const ADMIN = "https://admin.shopify.com";

/**
 * Who may frame what is answered to this request: the admin of the shop that it names, where that is the domain of
 * a shop, and else nobody. Anybody can write the address, so nothing of it is copied unread.
 */
function ancestorsOf(url: string, localAdmin: string | null): string {
  const shop = ShopId.safeParse(new URL(url).searchParams.get("shop"));
  if (!shop.success) return "'none'";
  return [`https://${shop.data}`, ADMIN, localAdmin].filter(Boolean).join(" ");
}

const localAdminOf = ({ appBridgeUrl }: Config["shopify"]) =>
  appBridgeUrl ? new URL(appBridgeUrl).origin : null;

interface Page {
  /** The address that was asked for. */
  readonly url: string;
  readonly nonce: string;
  readonly shopify: Config["shopify"];
}

/** The headers of a page. */
export function addDocumentHeaders(headers: Headers, { url, nonce, shopify }: Page): void {
  const localAdmin = localAdminOf(shopify);

  headers.set(
    "Content-Security-Policy",
    [
      "default-src 'self'",
      `script-src 'nonce-${nonce}' ${localAdmin ?? "https://cdn.shopify.com"} 'self'`,
      // Polaris writes style attributes.
      "style-src 'self' 'unsafe-inline' https://cdn.shopify.com",
      "font-src 'self' https://cdn.shopify.com",
      // Products' pictures and those in mails are wherever the merchant has them; blob: is one about to be uploaded.
      "img-src * data: blob:",
      // Pictures go to the shop's files straight from here.
      [
        "connect-src 'self'",
        ADMIN,
        "https://*.shopify.com https://*.shopifysvc.com",
        STAGED_UPLOADS,
        localAdmin,
      ]
        .filter(Boolean)
        .join(" "),
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      `frame-ancestors ${ancestorsOf(url, localAdmin)}`,
    ].join("; "),
  );
  // The library has the browser fetch App Bridge early, from Shopify whatever is configured.
  if (shopify.appBridgeUrl && headers.has("Link")) {
    headers.set("Link", `<${shopify.appBridgeUrl}>; rel="preload"; as="script"`);
  }
  headers.set("X-Content-Type-Options", "nosniff");
  headers.set("Referrer-Policy", "strict-origin-when-cross-origin");
  if (shopify.appUrl.startsWith("https:")) {
    headers.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  }
}

/**
 * A page that Shopify's library made by itself, with headers of ours: the library copies the shop of the address
 * into its policy as it is. The page has scripts of its own, which no nonce names.
 */
export function secureLibraryPage(
  answer: Response,
  url: string,
  shopify: Config["shopify"],
): Response {
  const headers = new Headers(answer.headers);
  headers.set("X-Content-Type-Options", "nosniff");
  headers.set(
    "Content-Security-Policy",
    `frame-ancestors ${ancestorsOf(url, localAdminOf(shopify))}`,
  );
  return new Response(answer.body, { status: answer.status, headers });
}
