import { LRUCache } from "lru-cache";
import type { Config } from "~/config";
import { enterShop } from "~/db-scope.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { addressPrefix } from "~/lib/address-prefix.server";
import { createRateLimit, type RateLimit } from "~/lib/rate-limit";
import type { ShopId } from "~/lib/shop-id";
import { findInstalledShop } from "~/shopify/shop-store.server";
import { openProxyRequest, type ProxyRequest } from "./open-proxy-request.server";

interface Deps {
  readonly db: PrismaClient;
  readonly config: { readonly shopify: Pick<Config["shopify"], "apiSecret" | "apiSecretOld"> };
  readonly now: () => Date;
}

export type Admission =
  | (ProxyRequest & {
      readonly kind: "admitted";
      readonly address: string;
      readonly currency: string;
    })
  | { readonly kind: "refused"; readonly response: Response };

/** What a request wants: to look at something, or to leave something. */
type ProxyUse = "look" | "leave";

export interface ProxyDoor {
  /** Lets through what Shopify signed for an installed shop, and no more of it than may come. */
  admit(request: Request, use: ProxyUse): Promise<Admission>;
}

/**
 * Somebody who leafs through a shop looks several times a page; somebody who leaves an address does it once. Counted
 * by network, in which a mobile carrier or an office has many shoppers, so these leave room for those.
 */
const BY_NETWORK: Limits = {
  look: { perSecond: 20, burst: 240 },
  leave: { perSecond: 0.2, burst: 20 },
};
/** What a process stores for one shop: a mention on television may bring thousands within a minute. */
const BY_SHOP: Limits = {
  look: { perSecond: 200, burst: 600 },
  leave: { perSecond: 20, burst: 2_000 },
};
type Limits = Readonly<Record<ProxyUse, { readonly perSecond: number; readonly burst: number }>>;
const SHOPS = { max: 10_000, ttl: 60_000 };

/** The door of the routes that a shop's own address leads to (app/routes/proxy.*). */
export function createProxyDoor({ db, config, now }: Deps): ProxyDoor {
  const byNetwork = limitsOf(BY_NETWORK);
  const byShop = limitsOf(BY_SHOP);
  const shops = new LRUCache<string, { readonly currency: string }>(SHOPS);

  async function shopOf(shopId: ShopId) {
    const known = shops.get(shopId);
    if (known) return known;
    const found = await findInstalledShop(db, shopId);
    if (found) shops.set(shopId, { currency: found.currency });
    return found;
  }

  return {
    async admit(request, use) {
      const signed = openProxyRequest(request.url, { config, now });
      if (!signed) return refuse(401, "not_signed");
      const { shopId } = signed;
      const address = addressOf(request);
      const nowMs = performance.now();
      const network = addressPrefix(address);
      // First by network: whoever asks too much leaves the shop's share to others.
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
  look: createRateLimit(limits.look),
  leave: createRateLimit(limits.leave),
});

/**
 * From where the shopper comes: what Shopify saw, whose signature was checked. Where it says nothing, the address of
 * whoever asked. Both headers are our own (scripts/trust-proxies.ts).
 */
const addressOf = ({ headers }: Request): string =>
  headers.get("x-shopper-address") || headers.get("x-client-address") || "unknown";

/** An answer that a theme's script reads. */
export function refuse(
  status: number,
  error: string,
  headers: Record<string, string> = {},
): Extract<Admission, { kind: "refused" }> {
  const all = { "Cache-Control": "no-store", ...headers };
  return { kind: "refused", response: Response.json({ error }, { status, headers: all }) };
}
