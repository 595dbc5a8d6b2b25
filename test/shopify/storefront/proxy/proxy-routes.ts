import { setTimeout as sleep } from "node:timers/promises";
import express, { type Router } from "express";
import { takeFault } from "../../faults";
import type { World } from "../../world";
import { sendPage } from "../pages/layout";
import { renderLiquid } from "../theme/render-blocks";
import { visiting, type Visit } from "../visit";
import { signProxyQuery } from "./sign-proxy-query";

/** "Configuring an app proxy requires the write_app_proxy access scope" (shopify.dev, about app proxies). */
export const APP_PROXY_SCOPE = "write_app_proxy";
/** Shopify sets these itself; a browser's values are ignored. */
const RESERVED = ["shop", "logged_in_customer_id", "path_prefix", "timestamp", "signature", "hmac"];
/** Forwarded headers. Cookies are dropped in both directions. */
const TO_APP = ["accept", "accept-language", "content-type", "user-agent"];
const NOT_TO_BROWSER = [
  "set-cookie",
  "connection",
  "transfer-encoding",
  "content-encoding",
  "content-length",
];
const TIMEOUT_MS = 10_000;

/** The shop's path that leads to the app, signed: /apps/kindred/… */
export function proxyRoutes(router: Router, world: World): void {
  const { appProxy } = world.config;
  if (!appProxy) return;
  const body = express.raw({ type: () => true, limit: "1mb" });
  router.all(
    [appProxy.pathPrefix, `${appProxy.pathPrefix}/*`],
    body,
    visiting(world, (visit) => passOn(visit, appProxy)),
  );
}

async function passOn(
  visit: Visit,
  { url, pathPrefix }: NonNullable<World["config"]["appProxy"]>,
): Promise<void> {
  const { world, shop, request, response } = visit;
  const { proxy } = world.faults;
  if (!shop.installation?.scopes.includes(APP_PROXY_SCOPE)) {
    const why = shop.installation ? "has no app proxy" : "is not installed";
    response.status(404).type("text").send(`The app ${why}`);
    return;
  }
  if (takeFault(proxy, "fail")) {
    response.status(proxy.failStatus).type("text").send("The app proxy does not answer");
    return;
  }
  if (takeFault(proxy, "slow")) await sleep(proxy.slowMs, undefined, { ref: false });

  const target = new URL(
    url.replace(/\/$/, "") + request.path.slice(pathPrefix.length),
    `${world.appUrl}/`,
  );
  target.search = signedQuery(visit, pathPrefix).toString().replaceAll("+", "%20");
  const headers = new Headers({
    "x-forwarded-for": request.ip ?? "",
    "x-forwarded-host": request.get("host") ?? "",
  });
  for (const name of TO_APP) {
    const value = request.get(name);
    if (value !== undefined) headers.set(name, value);
  }
  const hasBody = request.method !== "GET" && request.method !== "HEAD";
  let answer: globalThis.Response;
  try {
    answer = await fetch(target, {
      method: request.method,
      headers,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(hasBody && Buffer.isBuffer(request.body) && { body: new Uint8Array(request.body) }),
    });
  } catch {
    // No response, or a late one.
    response.status(502).type("text").send("The app does not answer");
    return;
  }
  await passBack(visit, answer);
}

async function passBack(visit: Visit, answer: globalThis.Response): Promise<void> {
  const { response } = visit;
  if ((answer.headers.get("content-type") ?? "").startsWith("application/liquid")) {
    const main = await renderLiquid(visit, await answer.text(), "what the app proxy answered");
    await sendPage(visit, { title: "App", template: "page", main, status: answer.status });
    return;
  }
  for (const [name, value] of answer.headers) {
    if (!NOT_TO_BROWSER.includes(name)) response.set(name, value);
  }
  response.status(answer.status).send(Buffer.from(await answer.arrayBuffer()));
}

function signedQuery(
  { world, shop, session, request }: Visit,
  pathPrefix: string,
): URLSearchParams {
  const { proxy } = world.faults;
  const query = new URL(request.originalUrl, world.origin).searchParams;
  for (const name of RESERVED) query.delete(name);
  query.set("shop", shop.domain);
  query.set("logged_in_customer_id", session.customerId ?? "");
  query.set("path_prefix", pathPrefix);
  // The actual time, as for every signature: at a fast store clock, five minutes are over before the request arrives.
  query.set("timestamp", String(Math.floor(Date.now() / 1_000)));
  if (takeFault(proxy, "unsigned")) return query;
  const secret = takeFault(proxy, "wrongSignature") ? "another secret" : world.app.apiSecret;
  query.set("signature", signProxyQuery(query, secret));
  return query;
}
