import { enterShop } from "~/db-scope.server";
import { depsOfShop } from "~/deps-of-shop.server";
import { getDeps, type Deps } from "~/deps.server";
import { installShop } from "~/events/lifecycle/install-shop.server";
import { ShopId } from "~/lib/shop-id";
import { setRequestStaff } from "~/privacy/request-staff.server";
import { findInstalledShop } from "~/shopify/shop-store.server";
import { getShopify } from "~/shopify.server";
import { errorResponse } from "./error-response.server";

/**
 * The shop of an admin request according to Shopify's signed session token; a shop in the URL is ignored.
 * @throws Response when the token is missing, expired or forged (pass it through: it tells App Bridge how to get a
 * new one), or when the shop could not be installed
 */
export async function requireShop(request: Request): Promise<ShopId> {
  const { authenticate } = await getShopify();
  const { session, sessionToken } = await authenticate.admin(request);
  const shopId = ShopId.parse(session.shop);
  enterShop(shopId);
  if (sessionToken.sub) setRequestStaff(sessionToken.sub);
  // The loaders of a page run concurrently, and the first to get a token may not have installed the shop yet.
  const deps = await getDeps();
  try {
    if (!(await findInstalledShop(deps.db, shopId))) await installShop(shopId, deps);
  } catch (error) {
    throw errorResponse(error, deps);
  }
  return shopId;
}

/** The shop of an admin request with the app's dependencies. @throws Response as `requireShop` does */
export async function requireShopDeps(
  request: Request,
): Promise<Deps & { readonly shopId: ShopId }> {
  const shopId = await requireShop(request);
  return { shopId, ...(await depsOfShop(shopId)) };
}
