import type { ShopId } from "~/lib/shop-id";

/** URL of an app page within the Shopify admin. */
export function adminUrl(shopId: ShopId, apiKey: string, path: string): string {
  return `${storeUrl(shopId)}/apps/${apiKey}${path}`;
}

/** URL of a staff member in the Shopify admin, for users with permission. */
export function staffUrl(shopId: ShopId, staffId: string): string {
  return `${storeUrl(shopId)}/settings/account/${encodeURIComponent(staffId)}`;
}

function storeUrl(shopId: ShopId): string {
  return `https://admin.shopify.com/store/${shopId.replace(/\.myshopify\.com$/, "")}`;
}
