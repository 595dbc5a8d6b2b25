import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import PostalMime from "postal-mime";
import { openDatabase, type Database } from "~/db.server";
import { createControlClient, type ControlClient } from "../shopify/control-client";
import { startLocalShopify, type LocalShopify } from "../shopify/local-shopify";
import type { StoreSeed } from "../shopify/store-seed";
import { APP_KEY, APP_SECRET, freePort, startApp, type AppProcess } from "./app-process";
import { findLogLeaks } from "./log-leaks";
import { createMerchant, type Merchant } from "./merchant";
import { migratedPGlite } from "./migrated-pglite";
import { smallStore } from "./small-store";

export interface ReceivedMail {
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** Tracked links that a reader sees, in the order of the mail. */
  readonly links: readonly string[];
  readonly unsubscribeUrl: string;
}

/** The local Shopify, the app in a process of its own, and a merchant for each shop. */
export interface Stage {
  readonly shopify: LocalShopify;
  readonly control: ControlClient;
  readonly shops: readonly string[];
  readonly merchants: readonly Merchant[];
  readonly dataFolder: string;
  /** Moves the store's clock and waits until everything that came due is done. */
  advance(hours: number): Promise<void>;
  mails(): Promise<ReceivedMail[]>;
  kill(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
  killWorker(index: number): Promise<void>;
  /** Starts the app again on the same data. */
  restart(env?: Readonly<Record<string, string>>): Promise<void>;
  /** Ends the app and opens its database, which it alone may have open while it runs. */
  openDatabase(): Promise<Database>;
  /** Ends everything. @throws when the app's log tells of a customer or holds a token */
  close(): Promise<void>;
}

export interface StageOptions {
  readonly seeds?: readonly StoreSeed[];
  readonly env?: Readonly<Record<string, string>>;
  /** Flows that each merchant turns on once the back-fill is through. */
  readonly flows?: readonly string[];
  /** What merchants fill in besides what any must. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Worker processes beside the web process; they need a PostgreSQL in `env`. Default: none. */
  readonly workers?: number;
  /** false: nobody has opened the app yet, so no shop has it. Default: true. */
  readonly isInstalled?: boolean;
}

export async function openStage({
  seeds = [smallStore()],
  env = {},
  flows = ["abandoned-checkout", "cross-sell"],
  settings = {},
  isInstalled = true,
  workers: workerCount = 0,
}: StageOptions = {}): Promise<Stage> {
  const dataFolder = mkdtempSync(join(tmpdir(), "kindred-journey-"));
  const clockFile = join(dataFolder, "clock.json");
  // What the app would make of an empty folder; test/journeys/demo.test.ts sees it do so.
  cpSync((await migratedPGlite()).folder, join(dataFolder, "db"), { recursive: true });
  const port = await freePort();
  const shopify = await startLocalShopify({
    seed: seeds,
    appUrl: `http://127.0.0.1:${port}`,
    apiKey: APP_KEY,
    apiSecret: APP_SECRET,
    tomlPath: "shopify.app.toml",
    clockFile,
    grantOptionalScopes: true,
  });
  const control = createControlClient(shopify.controlOrigin);
  // The clock stands still but for what a journey moves it by.
  await control.setClock({ rate: 0 });
  const start = (more: Readonly<Record<string, string>> = {}) =>
    startApp({ port, dataFolder, shopify, clockFile, env: { ...env, ...more } });

  let app: AppProcess = await start();
  const workers: AppProcess[] = [];
  for (let i = 0; i < workerCount; i++) {
    const role = "worker" as const;
    workers.push(await startApp({ port, dataFolder, shopify, clockFile, env, role }));
  }
  const shops = shopify.shops.map(({ domain }) => domain);
  const merchants = shops.map((shop) => createMerchant(app.url, control, shop));
  for (const [i, merchant] of isInstalled ? merchants.entries() : []) {
    await merchant.open();
    await merchant.waitForBackfill();
    // Nobody is left alone, so that a journey knows whom to expect mail for.
    await merchant.saveSettings(seeds[i]!.shop, { holdoutPercent: "0", ...settings });
    for (const flowId of flows) {
      const response = await merchant.submit("/app/flows?index", { flowId, status: "live" });
      if (!response.ok) throw new Error(`Turning ${flowId} on answered ${response.status}`);
    }
  }

  return {
    shopify,
    control,
    shops,
    merchants,
    dataFolder,
    async advance(hours) {
      await control.setClock({ advanceMs: hours * 3_600_000 });
      for (const merchant of merchants) await merchant.waitUntilQuiet();
    },
    mails: () => readMails(join(dataFolder, "outbox")),
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
      return openDatabase({ driver: "pglite", folder: join(dataFolder, "db") });
    },
    async close() {
      await Promise.all([app, ...workers].map((it) => it.kill("SIGKILL")));
      await shopify.stop();
      const log = readFileSync(app.logFile, "utf8");
      if (log === "") throw new Error("The app logged nothing: its log was not kept");
      const leaks = findLogLeaks(log);
      if (leaks.length > 0) throw new Error(`The app's log holds\n${leaks.join("\n")}`);
      rmSync(dataFolder, { recursive: true });
    },
  };
}

async function readMails(outbox: string): Promise<ReceivedMail[]> {
  if (!existsSync(outbox)) return [];
  const files = readdirSync(outbox).filter((name) => name.endsWith(".eml"));
  return Promise.all(
    files.sort().map(async (name) => {
      const mail = await PostalMime.parse(readFileSync(join(outbox, name)));
      const html = mail.html ?? "";
      const unsubscribe = mail.headers.find(({ key }) => key === "list-unsubscribe")?.value ?? "";
      return {
        messageId: name.replace(/\.eml$/, ""),
        to: mail.to?.[0]?.address ?? "",
        subject: mail.subject ?? "",
        html,
        text: mail.text ?? "",
        links: [...html.matchAll(/href="([^"]*\/c\/[^"]*)"(?! rel="nofollow")/g)].map(
          ([, url]) => url!,
        ),
        unsubscribeUrl: /<(https?:[^>]+)>/.exec(unsubscribe)?.[1] ?? "",
      };
    }),
  );
}
