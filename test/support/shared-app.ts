import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Database } from "~/db.server";
import { createControlClient, type ControlClient } from "../shopify/control-client";
import type { LocalShopify } from "../shopify/local-shopify";
import { prepareDatabaseOnServer } from "./app-database";
import { freePort, startApp } from "./app-process";
import { createEmailReader, type ReceivedEmail } from "./received-emails";
import { SHORT_LIVED } from "./short-lived";
import { OPENED_AT } from "./small-store";
import { startShopifyFor } from "./stage";

/** A local Shopify and an app that all files of one worker process share in sequence. */
export interface SharedApp {
  readonly url: string;
  readonly apiSecret: string;
  readonly shopify: LocalShopify;
  readonly control: ControlClient;
  /** Emails of every shop. */
  emails(): Promise<ReceivedEmail[]>;
  log(): string;
  withDatabase<T>(run: (db: Database["db"]) => Promise<T>): Promise<T>;
}

let shared: Promise<SharedApp> | null = null;

/** The app of this worker process: started on first use, ended with the process. */
export function sharedApp(): Promise<SharedApp> {
  shared ??= startSharedApp();
  return shared;
}

async function startSharedApp(): Promise<SharedApp> {
  // Vitest ends its workers with this signal, which would otherwise skip exit handlers.
  process.once("SIGTERM", () => process.exit());
  const dataFolder = mkdtempSync(join(tmpdir(), "kindred-shared-"));
  const clockFile = join(dataFolder, "clock.json");
  const database = await prepareDatabaseOnServer(dataFolder);
  const port = await freePort();
  const shopify = await startShopifyFor(port, [], dataFolder);
  const control = createControlClient(shopify.controlOrigin);
  // Only the journey moves the clock.
  await control.setClock({ storeAt: OPENED_AT, rate: 0 });
  const { env } = database;
  const start = () =>
    startApp({ port, dataFolder, shopify, clockFile, env, nodeOptions: SHORT_LIVED });
  let app = await start();
  // Registered after the listener that stops the app, so that the folder is not in use.
  process.once("exit", () => rmSync(dataFolder, { recursive: true, force: true }));

  return {
    url: app.url,
    apiSecret: app.apiSecret,
    shopify,
    control,
    emails: createEmailReader(join(dataFolder, "outbox")),
    log: () => readFileSync(app.logFile, "utf8"),
    async withDatabase(run) {
      if (!database.isServer) await app.kill("SIGTERM");
      try {
        return await database.use(run);
      } finally {
        if (!database.isServer) app = await start();
      }
    },
  };
}
