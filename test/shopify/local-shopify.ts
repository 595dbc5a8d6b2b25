import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express, { type Express } from "express";
import { adminRoutes } from "./admin-routes";
import { shellRoutes } from "./admin-shell/shell-routes";
import { readAppConfig } from "./app-config";
import { createCallLog } from "./call-log";
import { controlRoutes } from "./control/control-routes";
import { createFaults } from "./faults";
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
import { DAWN_SETTINGS } from "./storefront/theme/dawn-settings";
import { newStorefrontState } from "./storefront/storefront-state";
import { createTokenService } from "./tokens";
import { createWebhookSender, type WebhookSettings } from "./webhooks/webhook-sender";
import { BASIC_PLAN, newInstallation, storefrontUrl, type LocalShop, type World } from "./world";

export interface LocalShopifyOptions {
  /** One shop, or several. */
  readonly seed: StoreSeed | readonly StoreSeed[];
  /** The app's URL, without a trailing slash: "http://127.0.0.1:3000". */
  readonly appUrl: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  /** The app's shopify.app.toml, for scopes and webhook subscriptions. */
  readonly tomlPath: string;
  /** Default: any free port. */
  readonly port?: number;
  readonly controlPort?: number;
  /** The file of the store's clock, which the app reads. An existing file is continued. */
  readonly clockFile?: string;
  /** Store time at the start, ISO 8601. Default: the latest `cutAt` of the seeds. */
  readonly startAt?: string;
  /** Whether the app is installed from the start. Default: true. */
  readonly installed?: boolean;
  /** Grants the toml's optional scopes too (read_all_orders: all orders instead of sixty days; read_inventory; read_themes; write_files). Default: false. */
  readonly grantOptionalScopes?: boolean;
  /** Default: built by Shopify's CLI when a page first loads it. */
  readonly pixelBundle?: () => string;
  /** The theme app extension for the storefront. Default: "extensions/theme". */
  readonly themeFolder?: string;
  readonly webhooks?: Partial<Omit<WebhookSettings, "apiSecret">>;
}

export interface LocalShopify {
  /** Value of KINDRED_SHOPIFY_SIM, and the base of the browser URL /store/{handle}. */
  readonly origin: string;
  readonly controlOrigin: string;
  /** Value of APP_BRIDGE_URL. */
  readonly appBridgeUrl: string;
  readonly shops: readonly ShopAddress[];
  /**
   * Opens another shop while the server runs.
   * @throws for a duplicate domain
   */
  addShop(seed: StoreSeed): ShopAddress;
  stop(): Promise<void>;
}

interface ShopAddress {
  readonly domain: string;
  readonly handle: string;
  /** URL of the shop's pages. */
  readonly storefrontUrl: string;
}

/** Starts a Shopify on localhost: one port for the app and browsers, one for the control API. */
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
  const faults = createFaults();
  const log = createCallLog();
  const settings = {
    ...{ timeoutMs: 5000, retryScale: 0.001, inFlightPerShop: 8, outlastsRestarts: false },
    ...options.webhooks,
  };
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
    webhookSubscriptions: [],
    webPixel: null,
    themeSettings: DAWN_SETTINGS,
    storefront: newStorefrontState(),
    flowTriggers: [],
  };
  shops.set(domain, shop);
  return shop;
}

function mainApp(world: World): Express {
  const app = express();
  app.disable("x-powered-by");
  // Before any body is read, since the app proxy forwards bytes.
  app.use(cdnRoutes(world), stagedUploadRoutes(world), storefrontRoutes(world));
  app.use(express.json({ limit: "10mb" }), express.urlencoded({ extended: false }));
  app.use(adminRoutes(world), shellRoutes(world));
  return app;
}

function controlApp(world: World): Express {
  const app = express();
  app.disable("x-powered-by");
  // A raw webhook body may be anything, so JSON of any size and depth is accepted.
  app.use(express.json({ limit: "100mb", strict: false }));
  app.use(controlRoutes(world));
  return app;
}

function listen(app: Express, port: number): Promise<Server> {
  const server = createServer(app);
  // The caller closes idle connections: closing one here could fail a call that is just starting on it.
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
