import type { ShopId } from "~/lib/shop-id";

/** Where the merchant finds a page of the app within the Shopify admin. */
export function adminUrl(shopId: ShopId, apiKey: string, path: string): string {
  const store = shopId.replace(/\.myshopify\.com$/, "");
  return `https://admin.shopify.com/store/${store}/apps/${apiKey}${path}`;
}
