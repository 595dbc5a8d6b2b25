import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createControlClient, type ControlClient } from "../shopify/control-client";
import {
  startLocalShopify,
  type LocalShopify,
  type LocalShopifyOptions,
} from "../shopify/local-shopify";
import { smallStore } from "./small-store";

export const APP = { apiKey: "test-key", apiSecret: "test-secret" };
export const SHOP = "acme.myshopify.com";

interface ReceivedWebhook {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface TestBed {
  readonly shopify: LocalShopify;
  readonly control: ControlClient;
  readonly received: ReceivedWebhook[];
  /** The app's responses to the next webhooks: a status, or 0 for none. 200 when the list is empty. */
  readonly answers: number[];
  /** Calls the server like the app's preload. */
  readonly callAs: (
    host: string,
    path: string,
    body: unknown,
    headers?: Record<string, string>,
  ) => Promise<Response>;
  readonly accessToken: () => Promise<string>;
  readonly graphql: (query: string, variables?: object, token?: string) => Promise<GraphqlBody>;
  readonly stop: () => Promise<void>;
}

interface GraphqlBody {
  readonly data?: Record<string, never>;
  readonly errors?: readonly { message: string; extensions?: Record<string, unknown> }[];
  readonly extensions?: {
    cost: { requestedQueryCost: number; throttleStatus: { currentlyAvailable: number } };
  };
}

const TOML = `
name = "Kindred"
handle = "kindred"
client_id = "test-key"
application_url = "https://kindred.example.com"
embedded = true
[access_scopes]
scopes = "read_products,read_orders,write_app_proxy,write_customers"
optional_scopes = ["read_all_orders"]
[app_proxy]
url = "/proxy"
prefix = "apps"
subpath = "kindred"
[webhooks]
api_version = "2026-10"
  [[webhooks.subscriptions]]
  topics = ["orders/create", "refunds/create", "checkouts/create", "carts/create", "carts/update", "customers/merge", "customers/update", "app/uninstalled", "bulk_operations/finish", "customers_email_marketing_consent/update"]
  uri = "/webhooks"
  [[webhooks.subscriptions]]
  name = "catalog"
  topics = ["products/update"]
  uri = "https://kindred.example.com/webhooks/products"
  include_fields = ["id", "updated_at", "variants.price"]
  filter = "status:active"
  [[webhooks.subscriptions]]
  compliance_topics = ["customers/data_request", "customers/redact", "shop/redact"]
  uri = "/webhooks/compliance"
`;

/** A local Shopify with the small store, and an app that only records its webhooks. */
export async function openTestBed(options: Partial<LocalShopifyOptions> = {}): Promise<TestBed> {
  const received: ReceivedWebhook[] = [];
  const answers: number[] = [];
  const app = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      received.push({ path: request.url ?? "", headers: request.headers, body });
      const status = answers.shift() ?? 200;
      if (status > 0) response.writeHead(status).end();
    });
  });
  // The caller closes idle connections.
  app.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));

  const tomlPath = join(mkdtempSync(join(tmpdir(), "kindred-toml-")), "shopify.app.toml");
  writeFileSync(tomlPath, TOML);
  const shopify = await startLocalShopify({
    seed: smallStore(),
    appUrl: `http://127.0.0.1:${(app.address() as AddressInfo).port}`,
    ...APP,
    tomlPath,
    // Ample for an app on any machine; a missing response is tested separately.
    webhooks: { retryScale: 0.000_01, timeoutMs: 60_000 },
    ...options,
  });
  const control = createControlClient(shopify.controlOrigin);

  const callAs: TestBed["callAs"] = (host, path, body, headers = {}) =>
    fetch(shopify.origin + path, {
      method: "POST",
      headers: { "content-type": "application/json", "x-sim-host": host, ...headers },
      body: JSON.stringify(body),
    });
  let token: string | undefined;
  const accessToken = async () => {
    token ??= (await exchange(callAs, await control.idToken(SHOP))).body.access_token;
    return token;
  };
  return {
    shopify,
    control,
    received,
    answers,
    callAs,
    accessToken,
    async graphql(query, variables = {}, token) {
      const response = await callAs(
        SHOP,
        "/admin/api/2026-10/graphql.json",
        { query, variables },
        { "x-shopify-access-token": token ?? (await accessToken()) },
      );
      return (await response.json()) as GraphqlBody;
    },
    async stop() {
      await shopify.stop();
      app.closeAllConnections();
      await new Promise((resolve) => app.close(resolve));
    },
  };
}

interface TokenBody {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly expires_in: number;
  readonly refresh_token_expires_in: number;
  readonly scope: string;
  readonly error?: string;
}

export async function exchange(
  callAs: TestBed["callAs"],
  idToken: string,
  change: Record<string, unknown> = {},
): Promise<{ status: number; body: TokenBody }> {
  const response = await callAs(SHOP, "/admin/oauth/access_token", {
    client_id: APP.apiKey,
    client_secret: APP.apiSecret,
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token: idToken,
    subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
    requested_token_type: "urn:shopify:params:oauth:token-type:offline-access-token",
    expiring: "1",
    ...change,
  });
  return { status: response.status, body: (await response.json()) as TokenBody };
}

export async function refresh(
  callAs: TestBed["callAs"],
  refreshToken: string,
): Promise<{ status: number; body: TokenBody }> {
  const response = await callAs(SHOP, "/admin/oauth/access_token", {
    client_id: APP.apiKey,
    client_secret: APP.apiSecret,
    grant_type: "refresh_token",
    refresh_token: refreshToken,
  });
  return { status: response.status, body: (await response.json()) as TokenBody };
}
