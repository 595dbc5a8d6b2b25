import { ShopId } from "~/lib/shop-id";
import { getShopify } from "~/shopify.server";

/**
 * The shop that a request of the admin speaks for, as Shopify's signed session
 * token says; a shop in the address counts for nothing.
 *
 * @throws Response when the token is missing, expired or forged: let it through,
 * it tells App Bridge how to get a new one
 */
export async function requireShop(request: Request): Promise<ShopId> {
  const { authenticate } = await getShopify();
  const { session } = await authenticate.admin(request);
  return ShopId.parse(session.shop);
}
