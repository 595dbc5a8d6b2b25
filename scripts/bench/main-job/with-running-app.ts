import { setTimeout as pause } from "node:timers/promises";
import type { PrismaClient } from "~/generated/prisma/client";
import { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { freePort, startApp, type AppProcess } from "../../../test/support/app-process";
import { createDatabase, type DatabaseName } from "./databases";
import { cpuMs } from "./process-usage";
import { seedShop, type ShopSize } from "./seed-shop";

/** The built app with shops to serve, in its own process. */
export interface Stage<Prepared> {
  readonly port: number;
  readonly app: AppProcess;
  /** Its PostgreSQL server; null on PGlite. */
  readonly databaseUrl: string | null;
  readonly shopIds: readonly ShopId[];
  readonly prepared: Prepared;
}

interface Scene<Prepared> {
  readonly name: DatabaseName;
  readonly worker: "on" | "off";
  readonly shops: number;
  readonly shopSize: ShopSize;
  /** Further setup before the app starts. */
  readonly prepare: (
    db: PrismaClient,
    shopIds: readonly ShopId[],
    keyring: Keyring,
  ) => Promise<Prepared>;
}

/** Nothing answers there, because an app that only receives does not call Shopify. */
const NO_SHOPIFY = { origin: "http://127.0.0.1:9", appBridgeUrl: "http://127.0.0.1:9/bridge.js" };

const LOOK_EVERY_MS = 2_000;
/** Less CPU time than this between two checks is idle. */
const IDLE_MS = 100;
const IDLE_LOOKS = 3;
const MAX_LOOKS = 900;

/**
 * Starts the app on its own database, and stops both after the measurement. A worker first does its
 * startup work: the shops are new, and their models are trained.
 */
export async function onStage<Prepared, Result>(
  { name, worker, shops, shopSize, prepare }: Scene<Prepared>,
  measure: (stage: Stage<Prepared>) => Promise<Result>,
): Promise<Result> {
  console.error(`${name}, worker ${worker}: preparing`);
  const database = await createDatabase(name);
  const shopIds = Array.from({ length: shops }, (_, i) => ShopId.parse(`bench-${i}.myshopify.com`));
  const prepared = await database.use(async ({ db }, keyring) => {
    for (const shopId of shopIds) await seedShop(db, keyring, shopId, shopSize);
    return prepare(db, shopIds, keyring);
  });
  const port = await freePort(4_600);
  const app = await startApp({
    port,
    dataFolder: database.dataFolder,
    shopify: NO_SHOPIFY,
    clockFile: "",
    env: { ...database.env, KINDRED_WORKER: worker },
  });
  try {
    if (worker === "on") await settle(app);
    console.error(`${name}, worker ${worker}: measuring`);
    return await measure({
      ...{ port, app, shopIds, prepared },
      databaseUrl: database.env.DATABASE_URL || null,
    });
  } finally {
    await app.kill("SIGTERM");
    await database.remove();
  }
}

/** Waits until the app does nothing more by itself. */
async function settle(app: AppProcess): Promise<void> {
  let idleLooks = 0;
  let usedMs = cpuMs(app);
  for (let looks = 0; idleLooks < IDLE_LOOKS; looks++) {
    if (looks >= MAX_LOOKS) throw new Error("The app did not become idle after its start");
    await pause(LOOK_EVERY_MS);
    const nowMs = cpuMs(app);
    idleLooks = nowMs - usedMs < IDLE_MS ? idleLooks + 1 : 0;
    usedMs = nowMs;
  }
}
