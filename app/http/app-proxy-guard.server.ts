import { LRUCache } from "lru-cache";
import { enterShop } from "~/db-scope.server";
import type { CommonDeps } from "~/deps";
import { addressPrefix } from "~/lib/address-prefix.server";
import { createRateLimit, type RateLimit } from "~/lib/rate-limit";
import type { ShopId } from "~/lib/shop-id";
import { findInstalledShop } from "~/shopify/shop-store.server";
import { verifyProxyRequest, type ProxyRequest } from "./verify-proxy-request.server";

type Deps = CommonDeps<"db"> & Parameters<typeof verifyProxyRequest>[1];

export type ProxyAuthentication =
  | (ProxyRequest & {
      readonly kind: "admitted";
      readonly address: string;
      readonly currency: string;
    })
  | { readonly kind: "refused"; readonly response: Response };

/** Whether a request reads something or submits something. */
type ProxyUse = "read" | "submit";

export interface AppProxyGuard {
  /** Authenticates requests signed by Shopify for an installed shop, within the rate limits. */
  authenticate(request: Request, use: ProxyUse): Promise<ProxyAuthentication>;
}

/**
 * A browsing shopper reads several times per page and submits an address once. Limits per network
 * allow for the many shoppers of a mobile carrier or an office.
 */
const BY_NETWORK: Limits = {
  read: { perSecond: 20, burst: 240 },
  submit: { perSecond: 0.2, burst: 20 },
};
/** Per shop and process: a TV mention may bring thousands of shoppers within a minute. */
const BY_SHOP: Limits = {
  read: { perSecond: 200, burst: 600 },
  submit: { perSecond: 20, burst: 2_000 },
};
type Limits = Readonly<Record<ProxyUse, { readonly perSecond: number; readonly burst: number }>>;
const SHOPS = { max: 10_000, ttl: 60_000 };

/** Guards the app proxy routes (app/routes/proxy.*). */
export function createAppProxyGuard({ db, config, realNow }: Deps): AppProxyGuard {
  const byNetwork = limitsOf(BY_NETWORK);
  const byShop = limitsOf(BY_SHOP);
  const shops = new LRUCache<string, { readonly currency: string }>(SHOPS);

  async function shopOf(shopId: ShopId) {
    const cached = shops.get(shopId);
    if (cached) return cached;
    const found = await findInstalledShop(db, shopId);
    if (found) shops.set(shopId, { currency: found.currency });
    return found;
  }

  return {
    async authenticate(request, use) {
      const signed = verifyProxyRequest(request.url, { config, realNow });
      if (!signed) return refuse(401, "not_signed");
      const { shopId } = signed;
      const address = addressOf(request);
      const nowMs = performance.now();
      const network = addressPrefix(address);
      // Network first, so that one abusive client does not use up the shop's limit.
      const isWithin = byNetwork[use](`${shopId} ${network}`, nowMs) && byShop[use](shopId, nowMs);
      if (!isWithin) return refuse(429, "too_many", { "Retry-After": "60" });
      enterShop(shopId);
      const shop = await shopOf(shopId);
      if (!shop) return refuse(404, "unknown_shop");
      return { kind: "admitted", ...signed, address, currency: shop.currency };
    },
  };
}

const limitsOf = (limits: Limits): Readonly<Record<ProxyUse, RateLimit>> => ({
  read: createRateLimit(limits.read),
  submit: createRateLimit(limits.submit),
});

/**
 * The shopper's address as reported by Shopify in the signed request, else the client's address.
 * Both headers are set by scripts/trust-proxies.ts.
 */
const addressOf = ({ headers }: Request): string =>
  headers.get("x-shopper-address") || headers.get("x-client-address") || "unknown";

/** An error response for the theme's scripts. */
export function refuse(
  status: number,
  error: string,
  headers: Record<string, string> = {},
): Extract<ProxyAuthentication, { kind: "refused" }> {
  const all = { "Cache-Control": "no-store", ...headers };
  return { kind: "refused", response: Response.json({ error }, { status, headers: all }) };
}
