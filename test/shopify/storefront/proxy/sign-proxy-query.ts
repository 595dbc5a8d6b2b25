import { createHmac } from "node:crypto";

/**
 * Signs the query of a request through the app proxy: HMAC-SHA-256, in hexadecimal, of `name=value` sorted by name,
 * with several values of a name joined by commas, and no separators between pairs
 * (https://shopify.dev/docs/apps/build/online-store/app-proxies/authenticate-app-proxies).
 */
export function signProxyQuery(query: URLSearchParams, secret: string): string {
  const names = [...new Set(query.keys())].sort();
  const text = names.map((name) => `${name}=${query.getAll(name).join(",")}`).join("");
  return createHmac("sha256", secret).update(text).digest("hex");
}
