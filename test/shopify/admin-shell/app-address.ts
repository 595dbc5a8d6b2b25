import { createHmac } from "node:crypto";
import { mintIdToken } from "../id-token";
import type { LocalShop, World } from "../world";

/** The admin's `host` parameter: base64 of "admin.shopify.com/store/acme". */
const hostParam = (shop: LocalShop) =>
  Buffer.from(`admin.shopify.com/store/${shop.handle}`).toString("base64").replace(/=+$/, "");

/**
 * The app's URL in the admin's iframe, with all of Shopify's parameters.
 *
 * @param locale the merchant's language in the admin
 */
export async function appAddress(
  world: World,
  shop: LocalShop,
  path: string,
  locale = "en",
): Promise<string> {
  const url = new URL(path, world.appUrl);
  const params: Record<string, string> = {
    embedded: "1",
    host: hostParam(shop),
    id_token: await mintIdToken(world.app, { shop: shop.domain }),
    locale,
    session: createHmac("sha256", world.app.apiSecret).update(shop.domain).digest("hex"),
    shop: shop.domain,
    timestamp: String(Math.floor(Date.now() / 1000)),
  };
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value);
  url.searchParams.set("hmac", signQuery(url.searchParams, world.app.apiSecret));
  return url.href;
}

/** Hex HMAC-SHA256 over the sorted query without `hmac` itself. */
function signQuery(params: URLSearchParams, apiSecret: string): string {
  const sorted = new URLSearchParams([...params].filter(([name]) => name !== "hmac"));
  sorted.sort();
  return createHmac("sha256", apiSecret).update(sorted.toString()).digest("hex");
}
