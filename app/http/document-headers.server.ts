import type { Config } from "~/config";
import { ShopId } from "~/lib/shop-id";
import { STAGED_UPLOADS } from "~/shopify/operations/staged-uploads";

const ADMIN = "https://admin.shopify.com";

/**
 * The allowed frame ancestors: the admin of the shop in the URL, if that is a valid shop domain,
 * else none. URLs are untrusted, so nothing is copied unchecked.
 */
function ancestorsOf(url: string, localAdmin: string | null): string {
  const shop = ShopId.safeParse(new URL(url).searchParams.get("shop"));
  if (!shop.success) return "'none'";
  return [`https://${shop.data}`, ADMIN, localAdmin].filter(Boolean).join(" ");
}

/** The origin of the local Shopify; null in production. */
export const localAdminOf = ({ appBridgeUrl }: Config["shopify"]) =>
  appBridgeUrl ? new URL(appBridgeUrl).origin : null;

interface Page {
  /** The requested URL. */
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
      // Product and email images may be hosted anywhere; blob: is an image before its upload.
      "img-src * data: blob:",
      // The browser uploads images directly to the shop's files.
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
  // The library preloads App Bridge from Shopify, whatever is configured.
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
 * A page rendered by Shopify's library, with the app's headers: the library copies the shop from
 * the URL into its policy unchecked. The page's own scripts have no nonce.
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
