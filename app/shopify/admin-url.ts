import type { ShopId } from "~/lib/shop-id";

/** Where the merchant finds a page of the app within the Shopify admin. */
export function adminUrl(shopId: ShopId, apiKey: string, path: string): string {
  return `${storeUrl(shopId)}/apps/${apiKey}${path}`;
}

/** Where the Shopify admin shows who a staff member is, to whoever may see that. */
export function staffUrl(shopId: ShopId, staffId: string): string {
  return `${storeUrl(shopId)}/settings/account/${encodeURIComponent(staffId)}`;
}

function storeUrl(shopId: ShopId): string {
  return `https://admin.shopify.com/store/${shopId.replace(/\.myshopify\.com$/, "")}`;
}
