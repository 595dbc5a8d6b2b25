import { scopesUpdatePayload, shopPayload } from "../payloads/shop-payload";
import { activeOf } from "../subscriptions";
import { emit } from "../webhooks/emit";
import { newInstallation, type LocalShop, type ShopPlan, type World } from "../world";

export function install(world: World, shop: LocalShop) {
  shop.installation ??= newInstallation(world.config.scopes, world.clock.nowIso());
  return shop.installation;
}

/** Tokens expire at once; the app is notified afterward, and later gets only compliance topics. */
export function uninstall(world: World, shop: LocalShop) {
  world.tokens.revoke(shop.domain);
  shop.webPixel = null;
  // Only its own end: an uninstalled app gets no other webhooks.
  for (const record of activeOf(shop)) record.status = "CANCELLED";
  const payload = shopPayload(shop.store.shop, shop.plan);
  const webhooks = emit(world, shop, [{ topic: "app/uninstalled", payload }], world.clock.nowIso());
  shop.webhookSubscriptions.length = 0;
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

/** Changes the shop's plan, or closes it, and notifies the app. */
export function changePlan(world: World, shop: LocalShop, change: Partial<ShopPlan>) {
  shop.plan = { ...shop.plan, ...change };
  const payload = shopPayload(shop.store.shop, shop.plan);
  return { webhooks: emit(world, shop, [{ topic: "shop/update", payload }], world.clock.nowIso()) };
}
