import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Database } from "~/db.server";
import { loadOrCreateLocalSecret } from "~/privacy/local-secret.server";
import { createControlClient, type ControlClient } from "../shopify/control-client";
import { startLocalShopify, type LocalShopify } from "../shopify/local-shopify";
import type { StoreSeed } from "../shopify/store-seed";
import { prepareDatabaseOnServer, prepareEmbeddedDatabase } from "./app-database";
import { APP_KEY, freePort, startApp, type AppProcess } from "./app-process";
import { findLogLeaks } from "./log-leaks";
import { createMerchant, type Merchant } from "./merchant";
import { createEmailReader, type ReceivedEmail } from "./received-emails";
import { SHORT_LIVED } from "./short-lived";
import { OPENED_AT, smallStore } from "./small-store";

export type { ReceivedEmail } from "./received-emails";

/** Shops in the local Shopify, the app in a separate process, and a merchant for each shop. */
export interface Stage {
  readonly control: ControlClient;
  /** Their domains. */
  readonly shops: readonly string[];
  readonly merchants: readonly Merchant[];
  /** URL of the first shop's admin: "http://127.0.0.1:4100/store/kettle". */
  readonly adminUrl: string;
  /** URL of the app in it. */
  readonly appUrl: string;
  /** URL of the first shop's storefront. */
  readonly storefrontUrl: string;
  /** Shopify's signing secret. */
  readonly apiSecret: string;
  /** Store time at which the shops opened: a Tuesday noon in London. */
  readonly openedAt: Date;
  /** Moves the store's clock and waits until all due work is done. */
  advance(hours: number): Promise<void>;
  /** Emails of these shops. */
  emails(): Promise<ReceivedEmail[]>;
  /** The app's log since these shops opened. */
  log(): string;
  /** Runs code on the app's database; with PGlite the app is stopped and restarted for it. */
  withDatabase<T>(run: (db: Database["db"]) => Promise<T>): Promise<T>;
  /**
   * Stops everything that belongs to the stage.
   * @throws when the app's log contains customer data or a token
   */
  close(): Promise<void>;
}

/** A stage with its own app, which a test may stop and restart. */
export interface OwnStage extends Stage {
  kill(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
  killWorker(index: number): Promise<void>;
  /** Restarts the app on the same data. */
  restart(env?: Readonly<Record<string, string>>): Promise<void>;
  /** Stops the app and opens its database, since only one process can open a PGlite. */
  openDatabase(): Promise<Database>;
}

export interface ShopOptions {
  readonly seeds?: readonly StoreSeed[];
  /** Flows that each merchant activates after the back-fill. */
  readonly flows?: readonly string[];
  /** Merchants' settings in addition to the required ones. */
  readonly settings?: Readonly<Record<string, string>>;
  /** false: the app was not opened yet, so it is not installed. Default: true. */
  readonly isInstalled?: boolean;
}

export interface StageOptions extends ShopOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** true: on PostgreSQL if available, which is cheaper. Default: on the embedded PGlite. */
  readonly isOnServer?: boolean;
  /** Worker processes besides the web process; they need `isOnServer` and a PostgreSQL. Default: none. */
  readonly workers?: number;
}

/**
 * Opens a stage with its own app. If a test neither sets the app's environment nor ends its process,
 * `openSharedStage` is cheaper.
 */
export async function openStage({
  env = {},
  isOnServer = false,
  workers: workerCount = 0,
  ...options
}: StageOptions = {}): Promise<OwnStage> {
  const { seeds = [smallStore()] } = options;
  const dataFolder = mkdtempSync(join(tmpdir(), "kindred-journey-"));
  const clockFile = join(dataFolder, "clock.json");
  const database = await (isOnServer ? prepareDatabaseOnServer : prepareEmbeddedDatabase)(
    dataFolder,
  );
  const ownEnv = { ...database.env, ...env };
  const port = await freePort();
  const shopify = await startShopifyFor(port, seeds, dataFolder);
  const control = createControlClient(shopify.controlOrigin);
  // Only the journey moves the clock.
  await control.setClock({ rate: 0 });
  const ofApp = { port, dataFolder, shopify, clockFile, nodeOptions: SHORT_LIVED };
  const start = (more: Readonly<Record<string, string>> = {}) =>
    startApp({ ...ofApp, env: { ...ownEnv, ...more } });

  let app: AppProcess = await start();
  const workers: AppProcess[] = [];
  for (let i = 0; i < workerCount; i++) {
    const role = "worker" as const;
    workers.push(await startApp({ ...ofApp, env: ownEnv, role }));
  }
  const shops = shopify.shops.map(({ domain }) => domain);
  const merchants = shops.map((shop) => createMerchant(app.url, control, shop));
  await prepareShops(merchants, seeds, options);
  const log = () => readFileSync(app.logFile, "utf8");

  return {
    control,
    shops,
    merchants,
    apiSecret: app.apiSecret,
    ...addressesOf(shopify, shops[0]!),
    openedAt: new Date(seeds[0]!.cutAt),
    async advance(hours) {
      await control.setClock({ advanceMs: hours * 3_600_000 });
      for (const merchant of merchants) await merchant.waitUntilQuiet();
    },
    emails: createEmailReader(join(dataFolder, "outbox")),
    log,
    async withDatabase(run) {
      if (!database.isServer) await app.kill("SIGTERM");
      try {
        return await database.use(run);
      } finally {
        if (!database.isServer) app = await start();
      }
    },
    async kill(signal) {
      await app.kill(signal);
    },
    async killWorker(index) {
      await workers[index]!.kill("SIGKILL");
    },
    async restart(more) {
      app = await start(more);
    },
    async openDatabase() {
      await app.kill("SIGTERM");
      return database.open();
    },
    async close() {
      await Promise.all([app, ...workers].map((it) => it.kill("SIGKILL")));
      await database.close();
      await shopify.stop();
      assertNoLogLeaks(log());
      rmSync(dataFolder, { recursive: true });
    },
  };
}

/** A local Shopify for an app on a port. It signs with the secret of the app's data folder. */
export function startShopifyFor(
  port: number,
  seed: readonly StoreSeed[],
  dataFolder: string,
): Promise<LocalShopify> {
  return startLocalShopify({
    seed,
    appUrl: `http://127.0.0.1:${port}`,
    apiKey: APP_KEY,
    apiSecret: loadOrCreateLocalSecret(dataFolder),
    tomlPath: "shopify.app.toml",
    clockFile: join(dataFolder, "clock.json"),
    startAt: seed[0]?.cutAt ?? OPENED_AT,
    grantOptionalScopes: true,
    webhooks: { outlastsRestarts: true },
  });
}

/** A shop's storefront URL. */
export function addressesOf(
  shopify: LocalShopify,
  shop: string,
): Pick<Stage, "adminUrl" | "appUrl" | "storefrontUrl"> {
  const { handle, storefrontUrl } = shopify.shops.find(({ domain }) => domain === shop)!;
  const adminUrl = `${shopify.origin}/store/${handle}`;
  return { adminUrl, appUrl: `${adminUrl}/apps/kindred`, storefrontUrl };
}

/** Installs the app in each shop, and sets it up like its merchant. */
export async function prepareShops(
  merchants: readonly Merchant[],
  seeds: readonly StoreSeed[],
  { flows = ["abandoned-checkout", "cross-sell"], settings = {}, isInstalled = true }: ShopOptions,
): Promise<void> {
  for (const [i, merchant] of isInstalled ? merchants.entries() : []) {
    await merchant.open();
    await merchant.waitForBackfill();
    // Without a holdout, so that a journey knows who gets email.
    await merchant.saveSettings(seeds[i]!.shop, { holdoutPercent: "0", ...settings });
    await activateFlows(merchant, flows);
  }
}

/** Activates flows like a merchant. */
export async function activateFlows(merchant: Merchant, flows: readonly string[]): Promise<void> {
  for (const flowId of flows) {
    const response = await merchant.submit("/app/flows?index", { flowId, status: "live" });
    if (!response.ok) throw new Error(`Turning ${flowId} on answered ${response.status}`);
  }
}

/** @throws when a log is empty, or contains customer data or a token */
export function assertNoLogLeaks(log: string): void {
  if (log === "") throw new Error("The app logged nothing: its log was not kept");
  const leaks = findLogLeaks(log);
  if (leaks.length > 0) throw new Error(`The app's log holds\n${leaks.join("\n")}`);
}
