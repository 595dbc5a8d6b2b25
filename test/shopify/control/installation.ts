import { scopesUpdatePayload, shopPayload } from "../payloads/shop-payload";
import { activeOf } from "../subscriptions";
import { emit } from "../webhooks/emit";
import { newInstallation, type LocalShop, type ShopPlan, type World } from "../world";

export function install(world: World, shop: LocalShop) {
  shop.installation ??= newInstallation(world.config.scopes, world.clock.nowIso());
  return shop.installation;
}

/** Tokens die at once; the app hears of it afterwards, and of nothing more but compliance topics. */
export function uninstall(world: World, shop: LocalShop) {
  world.tokens.revoke(shop.domain);
  shop.webPixel = null;
  // Its own end is all that an app that is uninstalled hears of.
  for (const record of activeOf(shop)) record.status = "CANCELLED";
  const payload = shopPayload(shop.store.shop, shop.plan);
  const webhooks = emit(world, shop, [{ topic: "app/uninstalled", payload }], world.clock.nowIso());
  shop.installation = null;
  return { webhooks };
}

export function grantScopes(world: World, shop: LocalShop, granted: readonly string[]) {
  const installation = install(world, shop);
  shop.installation = { ...installation, scopes: granted };
  const now = world.clock.nowIso();
  const payload = scopesUpdatePayload(shop.store.shop, installation.scopes, granted, now);
  return { webhooks: emit(world, shop, [{ topic: "app/scopes_update", payload }], now) };
}

/** The shop comes onto another plan, or is closed for now, and Shopify tells the app so. */
export function changePlan(world: World, shop: LocalShop, change: Partial<ShopPlan>) {
  shop.plan = { ...shop.plan, ...change };
  const payload = shopPayload(shop.store.shop, shop.plan);
  return { webhooks: emit(world, shop, [{ topic: "shop/update", payload }], world.clock.nowIso()) };
}
