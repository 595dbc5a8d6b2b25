import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express, { type Express } from "express";
import { adminRoutes } from "./admin-routes";
import { shellRoutes } from "./admin-shell/shell-routes";
import { readAppConfig } from "./app-config";
import { createCallLog } from "./call-log";
import { controlRoutes } from "./control/control-routes";
import { noFaults } from "./faults";
import { stagedUploadRoutes } from "./files/staged-uploads";
import { readFlowExtensions } from "./flow/flow-extensions";
import { createBulkOperations } from "./graphql/bulk-operations";
import { newBudget } from "./graphql/cost";
import { openStore } from "./store";
import { openStoreClock } from "./store-clock";
import type { StoreSeed } from "./store-seed";
import { cdnRoutes } from "./storefront/cdn-routes";
import { builtPixel } from "./storefront/pixel/built-pixel";
import { storefrontRoutes } from "./storefront/storefront-routes";
import { newStorefrontState } from "./storefront/storefront-state";
import { createTokenService } from "./tokens";
import { createWebhookSender, type WebhookSettings } from "./webhooks/webhook-sender";
import { BASIC_PLAN, newInstallation, storefrontUrl, type LocalShop, type World } from "./world";

export interface LocalShopifyOptions {
  /** One shop, or several. */
  readonly seed: StoreSeed | readonly StoreSeed[];
  /** Where the app answers, without a slash at the end: "http://127.0.0.1:3000". */
  readonly appUrl: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  /** The app's shopify.app.toml: scopes and webhook subscriptions are read from it. */
  readonly tomlPath: string;
  /** Default: any free port. */
  readonly port?: number;
  readonly controlPort?: number;
  /** Where the store's clock is written for the app to read. A file that is there is taken over. */
  readonly clockFile?: string;
  /** Store time at the start, ISO 8601. Default: the latest `cutAt` of the seeds. */
  readonly startAt?: string;
  /** Whether the app is installed from the start. Default: true. */
  readonly installed?: boolean;
  /** Grants the toml's optional scopes too (read_all_orders: all orders, not sixty days; write_files). Default: false. */
  readonly grantOptionalScopes?: boolean;
  /** Default: built by Shopify's tool when a page first loads it. */
  readonly pixelBundle?: () => string;
  /** The theme app extension whose blocks the storefront shows. Default: "extensions/theme". */
  readonly themeFolder?: string;
  readonly webhooks?: Partial<Omit<WebhookSettings, "apiSecret">>;
}

export interface LocalShopify {
  /** What KINDRED_SHOPIFY_SIM is set to, and where a browser opens /store/{handle}. */
  readonly origin: string;
  readonly controlOrigin: string;
  /** What APP_BRIDGE_URL is set to. */
  readonly appBridgeUrl: string;
  readonly shops: readonly ShopAddress[];
  /** Opens one more shop while the server runs. @throws when it has a shop of this domain */
  addShop(seed: StoreSeed): ShopAddress;
  stop(): Promise<void>;
}

interface ShopAddress {
  readonly domain: string;
  readonly handle: string;
  /** Where a browser opens the shop's pages. */
  readonly storefrontUrl: string;
}

/** Starts a Shopify on localhost: one port for the app and browsers, one for those who steer it. */
export async function startLocalShopify(options: LocalShopifyOptions): Promise<LocalShopify> {
  const shops = new Map<string, LocalShop>();
  const world = createWorld(options, shops);
  const main = await listen(mainApp(world), options.port ?? 0);
  world.origin = originOf(main);
  const control = await listen(controlApp(world), options.controlPort ?? 0);
  const addressOf = (shop: LocalShop): ShopAddress => ({
    domain: shop.domain,
    handle: shop.handle,
    storefrontUrl: storefrontUrl(world, shop),
  });
  return {
    origin: world.origin,
    controlOrigin: originOf(control),
    appBridgeUrl: `${world.origin}/shopifycloud/app-bridge.js`,
    get shops() {
      return [...shops.values()].map(addressOf);
    },
    addShop: (seed) => addressOf(openShop(seed, shops, options, world)),
    async stop() {
      world.webhooks.stop();
      await Promise.all([close(main), close(control)]);
    },
  };
}

function createWorld(options: LocalShopifyOptions, shops: Map<string, LocalShop>): World {
  const app = { apiKey: options.apiKey, apiSecret: options.apiSecret };
  const seeds = "shop" in options.seed ? [options.seed] : options.seed;
  const config = readAppConfig(options.tomlPath);
  const startAt = options.startAt ?? seeds.map((it) => it.cutAt).reduce((a, b) => (a > b ? a : b));
  const clock = openStoreClock({
    startAtMs: Date.parse(startAt),
    ...(options.clockFile && { file: options.clockFile }),
  });
  for (const seed of seeds) openShop(seed, shops, options, { config, clock });
  const faults = noFaults();
  const log = createCallLog();
  const settings = { timeoutMs: 5000, retryScale: 0.001, inFlightPerShop: 8, ...options.webhooks };
  return {
    app,
    appUrl: options.appUrl.replace(/\/$/, ""),
    origin: "",
    config,
    clock,
    shops,
    tokens: createTokenService(app),
    faults,
    log,
    webhooks: createWebhookSender({ ...settings, apiSecret: options.apiSecret }, faults, log),
    pixelBundle: options.pixelBundle ?? builtPixel,
    themeFolder: options.themeFolder ?? "extensions/theme",
    flowExtensions: readFlowExtensions("extensions"),
  };
}

function openShop(
  seed: StoreSeed,
  shops: Map<string, LocalShop>,
  options: LocalShopifyOptions,
  { config, clock }: Pick<World, "config" | "clock">,
): LocalShop {
  const { domain } = seed.shop;
  if (shops.has(domain)) throw new Error(`There is a shop ${domain} already`);
  const scopes = options.grantOptionalScopes
    ? [...config.scopes, ...config.optionalScopes]
    : config.scopes;
  const shop: LocalShop = {
    domain,
    handle: domain.replace(".myshopify.com", ""),
    store: openStore(seed),
    bulk: createBulkOperations((shops.size + 1) * 1_000_000),
    budget: newBudget(),
    installation: options.installed === false ? null : newInstallation(scopes, clock.nowIso()),
    plan: BASIC_PLAN,
    subscriptions: [],
    webPixel: null,
    storefront: newStorefrontState(),
    flowTriggers: [],
  };
  shops.set(domain, shop);
  return shop;
}

function mainApp(world: World): Express {
  const app = express();
  app.disable("x-powered-by");
  // Before any body is read: the app proxy passes bytes on.
  app.use(cdnRoutes(world), stagedUploadRoutes(world), storefrontRoutes(world));
  app.use(express.json({ limit: "10mb" }), express.urlencoded({ extended: false }));
  app.use(adminRoutes(world), shellRoutes(world));
  return app;
}

function controlApp(world: World): Express {
  const app = express();
  app.disable("x-powered-by");
  // A raw webhook body may be anything, so JSON of any size and depth is let through.
  app.use(express.json({ limit: "100mb", strict: false }));
  app.use(controlRoutes(world));
  return app;
}

function listen(app: Express, port: number): Promise<Server> {
  const server = createServer(app);
  // A connection that is idle is the caller's to end: ended here, it would fail the call that was just being made on it.
  server.keepAliveTimeout = 0;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
  });
}
