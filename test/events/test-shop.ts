import type { Database } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { storeSession } from "~/shopify/session-storage.server";
import { anOfflineSession } from "../shopify-edge/an-offline-session";
import { createControlClient } from "../shopify/control-client";
import { fetchFromLocalShopify } from "../shopify/fetch-from-local-shopify.mjs";
import { startLocalShopify } from "../shopify/local-shopify";
import type { StoreSeed } from "../shopify/store-seed";
import { createTestDeps } from "../support/deps";

const APP = { apiKey: "test-key", apiSecret: "test-secret" };

/** A local Shopify that this process's `fetch` reaches under the shops' own names. */
export async function startShopifyForTests(seed: StoreSeed) {
  const shopify = await startLocalShopify({
    seed,
    appUrl: "http://127.0.0.1:4301",
    ...APP,
    tomlPath: "shopify.app.toml",
    grantOptionalScopes: true,
    webhooks: { retryScale: 0.000_01, timeoutMs: 200 },
  });
  const realFetch = globalThis.fetch;
  globalThis.fetch = fetchFromLocalShopify(shopify.origin, realFetch);
  const control = createControlClient(shopify.controlOrigin);
  // Its rate limit counts real seconds, and pauses take none here: a fast machine would exceed it.
  await control.setBudget(seed.shop.domain, { maximum: 100_000, available: 100_000 });
  return {
    shopify,
    control,
    async stop() {
      globalThis.fetch = realFetch;
      await shopify.stop();
    },
  };
}

export function createEdgeDeps(database: Database) {
  return {
    ...createTestDeps(),
    db: database.db,
    config: { shopify: { ...APP, apiSecretOld: null } },
    pause: () => Promise.resolve(),
  };
}

/** Creates a shop's session by exchanging an id_token, like the library. */
export async function signIn(
  shopId: ShopId,
  idToken: string,
  deps: Omit<ReturnType<typeof createEdgeDeps>, "mailer">,
  scopes?: readonly string[],
): Promise<void> {
  const response = await fetch(`https://${shopId}/admin/oauth/access_token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      client_id: APP.apiKey,
      client_secret: APP.apiSecret,
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      subject_token: idToken,
      subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
      requested_token_type: "urn:shopify:params:oauth:token-type:offline-access-token",
      expiring: "1",
    }),
  });
  const pair = (await response.json()) as { access_token: string; refresh_token: string };
  const session = anOfflineSession({
    shop: shopId,
    accessToken: pair.access_token,
    refreshToken: pair.refresh_token,
    ...(scopes && { scope: scopes.join(",") }),
  });
  await storeSession(session, deps);
}
