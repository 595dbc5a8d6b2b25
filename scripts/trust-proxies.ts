import type { Express } from "express";

/** What proxies say of a request. */
const FORWARDED = ["for", "proto", "host", "port"].map((name) => `x-forwarded-${name}`);

/**
 * Believes what the configured proxies say of a request, and nobody else: what a sender itself wrote is taken away.
 * Two headers are written here, whatever the sender wrote:
 *
 * - `x-client-address`: who asked, behind our own proxies. Requests are counted by it.
 * - `x-shopper-address`: whom they say they ask for, the name before. It is believed of Shopify's app proxy only,
 *   whose requests are signed.
 *
 * @param proxies addresses and networks, as express takes them
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
