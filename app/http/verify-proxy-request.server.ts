import { createHmac } from "node:crypto";
import { isSameBytes } from "~/lib/is-same-bytes.server";
import type { Config } from "~/config";
import type { CustomerId } from "~/lib/profile-id";
import { ShopId } from "~/lib/shop-id";

interface Deps {
  readonly config: { readonly shopify: Pick<Config["shopify"], "apiSecret" | "apiSecretOld"> };
  /** Shopify signs at the actual time, also when a demo moves the store's. */
  readonly realNow: () => Date;
}

/** Shopify's signed claims about an app proxy request. */
export interface ProxyRequest {
  readonly shopId: ShopId;
  /** The logged-in customer, or null. */
  readonly customerId: CustomerId | null;
}

/**
 * Parameters added by Shopify. A duplicate comes from the shopper, and it is undefined which one
 * counts.
 */
const RESERVED = ["shop", "logged_in_customer_id", "path_prefix", "timestamp", "signature"];

/** Older requests may be replays. */
const GOOD_FOR_MS = 5 * 60_000;

/**
 * Verifies the signature of Shopify's app proxy: HMAC-SHA-256, in hexadecimal, of the query's
 * parameters as `name=value`, in order and without anything between
 * (https://shopify.dev/docs/apps/build/online-store/app-proxies/authenticate-app-proxies).
 *
 * @returns null when the signature is invalid or too old
 */
export function verifyProxyRequest(url: string, { config, realNow }: Deps): ProxyRequest | null {
  const query = new URL(url).searchParams;
  if (RESERVED.some((name) => query.getAll(name).length > 1)) return null;
  const { apiSecret, apiSecretOld } = config.shopify;
  const secrets = apiSecretOld ? [apiSecret, apiSecretOld] : [apiSecret];
  if (!secrets.some((secret) => isSignedBy(secret, query))) return null;

  const signedAtMs = Number(query.get("timestamp")) * 1_000;
  const shopId = ShopId.safeParse(query.get("shop"));
  const isFresh = Math.abs(+realNow() - signedAtMs) <= GOOD_FOR_MS;
  if (!shopId.success || !isFresh) return null;
  const customerId = query.get("logged_in_customer_id") ?? "";
  return { shopId: shopId.data, customerId: /^\d{1,20}$/.test(customerId) ? customerId : null };
}

function isSignedBy(secret: string, query: URLSearchParams): boolean {
  const names = [...new Set(query.keys())].filter((name) => name !== "signature").sort();
  const text = names.map((name) => `${name}=${query.getAll(name).join(",")}`).join("");
  const expected = createHmac("sha256", secret).update(text).digest();
  const signature = Buffer.from(query.get("signature") ?? "", "hex");
  return isSameBytes(signature, expected);
}
