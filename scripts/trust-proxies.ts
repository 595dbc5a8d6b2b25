import type { Express } from "express";

/** Forwarded headers of proxies. */
const FORWARDED = ["for", "proto", "host", "port"].map((name) => `x-forwarded-${name}`);

/**
 * Trusts the forwarded headers of configured proxies only, and removes those of other clients. Sets two headers,
 * overwriting the client's:
 *
 * - `x-client-address`: the client behind our own proxies, used for rate limits.
 * - `x-shopper-address`: the address before it in the chain. Trusted for Shopify's app proxy only, whose requests are
 *   signed.
 *
 * @param proxies addresses and networks, as express accepts them
 */
export function trustProxies(app: Express, proxies: readonly string[]): void {
  app.set("trust proxy", proxies.length === 0 ? false : [...proxies]);
  const isTrusted = app.get("trust proxy fn") as (address: string, hop: number) => boolean;
  app.use((request, _response, next) => {
    const { headers, socket } = request;
    const peer = socket.remoteAddress ?? "";
    const forwarded = headers["x-forwarded-for"];
    const names = (Array.isArray(forwarded) ? forwarded.join(",") : (forwarded ?? "")).split(",");
    const chain = [...names.map((name) => name.trim()).filter(Boolean), peer];
    let at = chain.length - 1;
    while (at > 0 && isTrusted(chain[at] ?? "", chain.length - 1 - at)) at--;
    headers["x-client-address"] = chain[at];
    headers["x-shopper-address"] = chain[at - 1];
    if (!isTrusted(peer, 0)) for (const name of FORWARDED) headers[name] = undefined;
    next();
  });
}
