import type { Config } from "~/config";
import { STAGED_UPLOADS } from "~/shopify/shop-files";

const ADMIN = "https://admin.shopify.com";

/**
 * The headers of a page. Inside the admin, `framedBy` is what Shopify's library
 * found right for the shop of the request; a page without a shop is framed by
 * nobody.
 */
export function addDocumentHeaders(
  headers: Headers,
  { nonce, shopify }: { readonly nonce: string; readonly shopify: Config["shopify"] },
): void {
  const framedBy = /frame-ancestors ([^;]*)/.exec(
    headers.get("Content-Security-Policy") ?? "",
  )?.[1];
  const localAdmin = shopify.appBridgeUrl ? new URL(shopify.appBridgeUrl).origin : null;
  const ancestors = framedBy ? [framedBy, localAdmin].filter(Boolean).join(" ") : "'none'";

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
      `frame-ancestors ${ancestors}`,
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

/** Lets the stand-in for the admin frame a page that Shopify's library made by itself. */
export function allowLocalAdmin(answer: Response, shopify: Config["shopify"]): Response {
  const policy = answer.headers.get("Content-Security-Policy");
  if (!shopify.appBridgeUrl || !policy) return answer;
  const { origin } = new URL(shopify.appBridgeUrl);
  const headers = new Headers(answer.headers);
  headers.set(
    "Content-Security-Policy",
    policy.replace("frame-ancestors ", `frame-ancestors ${origin} `),
  );
  return new Response(answer.body, { status: answer.status, headers });
}
