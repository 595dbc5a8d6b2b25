import { getDeps, type Deps } from "./deps.server";
import type { ShopId } from "./lib/shop-id";

/** The dependencies of a request for a shop. */
export async function depsOfShop(shopId: ShopId): Promise<Deps> {
  const deps = await getDeps();
  return { ...deps, mailer: await deps.mailers.ofShop(shopId) };
}
