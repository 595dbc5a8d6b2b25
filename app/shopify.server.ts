import "@shopify/shopify-app-remix/adapters/node";
import { LogSeverity } from "@shopify/shopify-api";
import { ApiVersion, AppDistribution, shopifyApp } from "@shopify/shopify-app-remix/server";
import type { Config } from "./config";
import { inShop } from "./db-scope.server";
import { getDeps } from "./deps.server";
import { installShop, type InstallDeps } from "./events/lifecycle/install-shop.server";
import { errorResponse } from "./http/error-response.server";
import type { Log } from "./lib/log.server";
import { ShopId } from "./lib/shop-id";
import { createSessionStorage } from "./shopify/session-storage.server";
import { hasValidSessionTokens } from "./shopify/session-token";

export type Shopify = ReturnType<typeof createShopify>;

let shopify: Promise<Shopify> | null = null;

/** Shopify's library with our components: token exchange, session tokens, document headers. */
export function getShopify(): Promise<Shopify> {
  return (shopify ??= getDeps().then(createShopify));
}

interface ShopifyDeps extends InstallDeps {
  readonly config: Pick<Config, "shopify">;
  readonly log: Log;
}

export function createShopify(deps: ShopifyDeps) {
  const { config, log } = deps;
  const sessionStorage = createSessionStorage(deps);

  const shopify = shopifyApp({
    apiKey: config.shopify.apiKey,
    apiSecretKey: config.shopify.apiSecret,
    apiVersion: ApiVersion.October26,
    appUrl: config.shopify.appUrl,
    authPathPrefix: "/auth",
    distribution: AppDistribution.AppStore,
    sessionStorage,
    useOnlineTokens: false,
    // Scopes are those of shopify.app.toml: Shopify manages the installation.
    future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
    logger: {
      level: LogSeverity.Info,
      log: (severity, message) => log[LEVELS[severity]]({ source: "shopify-api" }, message),
    },
    hooks: {
      async afterAuth({ session }) {
        const shopId = ShopId.parse(session.shop);
        try {
          const installation = await inShop(shopId, () => installShop(shopId, deps));
          log.info({ shopId, installation }, "shop has a new token");
        } catch (error) {
          // Without its session the next request exchanges tokens again and runs this hook again.
          await sessionStorage.deleteSession(session.id);
          throw errorResponse(error, { log: log.child({ shopId }) });
        }
      },
    },
  });
  const { admin } = shopify.authenticate;
  const authenticate = {
    ...shopify.authenticate,
    admin: ((request) => {
      if (!hasValidSessionTokens(request)) throw new Response(null, { status: 401 });
      return admin(request);
    }) satisfies typeof admin,
  };
  return { ...shopify, authenticate };
}

const LEVELS = {
  [LogSeverity.Debug]: "debug",
  [LogSeverity.Info]: "debug",
  [LogSeverity.Warning]: "warn",
  [LogSeverity.Error]: "error",
} as const;
