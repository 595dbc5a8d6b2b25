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
import { OPENED_AT, smallStore } from "./small-store";

export type { ReceivedEmail } from "./received-emails";

/** Shops in the local Shopify, the app in a process of its own, and a merchant for each shop. */
export interface Stage {
  readonly control: ControlClient;
  /** Their domains. */
  readonly shops: readonly string[];
  readonly merchants: readonly Merchant[];
  /** Where a browser opens the first shop's admin: "http://127.0.0.1:4100/store/kettle". */
  readonly adminUrl: string;
  /** Where a browser opens the app in it. */
  readonly appUrl: string;
  /** Where a browser opens the first shop's own pages. */
  readonly storefrontUrl: string;
  /** Shopify signs with it. */
  readonly apiSecret: string;
  /** Store time at which the shops opened: a Tuesday noon in London. */
  readonly openedAt: Date;
  /** Moves the store's clock and waits until everything that came due is done. */
  advance(hours: number): Promise<void>;
  /** Emails of these shops. */
  emails(): Promise<ReceivedEmail[]>;
  /** What the app has logged since these shops opened. */
  log(): string;
  /** Runs something on the app's database, for which a PGlite's app is ended and started again. */
  withDatabase<T>(run: (db: Database["db"]) => Promise<T>): Promise<T>;
  /** Ends what the stage has of its own. @throws when the app's log tells of a customer or holds a token */
  close(): Promise<void>;
}

/** A stage with an app of its own, which a test may end and start again. */
export interface OwnStage extends Stage {
  kill(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
  killWorker(index: number): Promise<void>;
  /** Starts the app again on the same data. */
  restart(env?: Readonly<Record<string, string>>): Promise<void>;
  /** Ends the app and opens its database: a PGlite is open in one process alone. */
  openDatabase(): Promise<Database>;
}

export interface ShopOptions {
  readonly seeds?: readonly StoreSeed[];
  /** Flows that each merchant turns on once the back-fill is through. */
  readonly flows?: readonly string[];
  /** What merchants fill in besides what any must. */
  readonly settings?: Readonly<Record<string, string>>;
  /** false: nobody has opened the app yet, so no shop has it. Default: true. */
  readonly isInstalled?: boolean;
}

export interface StageOptions extends ShopOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** true: on PostgreSQL where one answers, which takes less of the machine. Default: on the embedded PGlite. */
  readonly isOnServer?: boolean;
  /** Worker processes beside the web process; they need a PostgreSQL in `env`. Default: none. */
  readonly workers?: number;
}

/**
 * Opens a stage with an app of its own. Where a test neither sets the app's environment nor ends its process,
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
  // The clock stands still but for what a journey moves it by.
  await control.setClock({ rate: 0 });
  const start = (more: Readonly<Record<string, string>> = {}) =>
    startApp({ port, dataFolder, shopify, clockFile, env: { ...ownEnv, ...more } });

  let app: AppProcess = await start();
  const workers: AppProcess[] = [];
  for (let i = 0; i < workerCount; i++) {
    const role = "worker" as const;
    workers.push(await startApp({ port, dataFolder, shopify, clockFile, env: ownEnv, role }));
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
      const { db, close } = await database.open();
      try {
        return await run(db);
      } finally {
        await close();
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
      await shopify.stop();
      refuseLogLeaks(log());
      rmSync(dataFolder, { recursive: true });
    },
  };
}

/** A local Shopify for an app that answers on a port. It signs with the secret of the app's data folder. */
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
  });
}

/** Where browsers find a shop. */
export function addressesOf(
  shopify: LocalShopify,
  shop: string,
): Pick<Stage, "adminUrl" | "appUrl" | "storefrontUrl"> {
  const { handle, storefrontUrl } = shopify.shops.find(({ domain }) => domain === shop)!;
  const adminUrl = `${shopify.origin}/store/${handle}`;
  return { adminUrl, appUrl: `${adminUrl}/apps/kindred`, storefrontUrl };
}

/** Installs the app in each shop, and sets it up as its merchant would. */
export async function prepareShops(
  merchants: readonly Merchant[],
  seeds: readonly StoreSeed[],
  { flows = ["abandoned-checkout", "cross-sell"], settings = {}, isInstalled = true }: ShopOptions,
): Promise<void> {
  for (const [i, merchant] of isInstalled ? merchants.entries() : []) {
    await merchant.open();
    await merchant.waitForBackfill();
    // Nobody is left alone, so that a journey knows whom to expect email for.
    await merchant.saveSettings(seeds[i]!.shop, { holdoutPercent: "0", ...settings });
    await turnOn(merchant, flows);
  }
}

/** Turns flows on as a merchant does. */
export async function turnOn(merchant: Merchant, flows: readonly string[]): Promise<void> {
  for (const flowId of flows) {
    const response = await merchant.submit("/app/flows?index", { flowId, status: "live" });
    if (!response.ok) throw new Error(`Turning ${flowId} on answered ${response.status}`);
  }
}

/** @throws when a log is empty, or tells of a customer or holds a token */
export function refuseLogLeaks(log: string): void {
  if (log === "") throw new Error("The app logged nothing: its log was not kept");
  const leaks = findLogLeaks(log);
  if (leaks.length > 0) throw new Error(`The app's log holds\n${leaks.join("\n")}`);
}
