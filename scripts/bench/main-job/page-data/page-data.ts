import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { ShopId } from "~/lib/shop-id";
import { loadOrCreateLocalSecret } from "~/privacy/local-secret.server";
import { listPaths, type ShownObjects } from "../../../../test/support/admin-pages";
import { APP_KEY, freePort, startApp, type AppProcess } from "../../../../test/support/app-process";
import { createMerchant } from "../../../../test/support/merchant";
import { smallStore } from "../../../../test/support/small-store";
import { createControlClient } from "../../../../test/shopify/control-client";
import { startLocalShopify } from "../../../../test/shopify/local-shopify";
import { startChild } from "../../child";
import { quantile, roundSignificant } from "../../statistics";
import type { Table } from "../../table";
import { createDatabase, type BenchDatabase, type DatabaseName } from "../databases";
import { cpuMs, sumCpuMs } from "../process-usage";
import type { LoadTask } from "../webhooks/webhook-load";
import { countRoundTrips } from "./count-round-trips";
import { FILLED, fillAdminShop } from "./fill-admin-shop";

const CUSTOMERS = 100_000;
const GUIDE_MS = 200;
const WARM_UP = 2;
const LOADS_A_RUN = 20;
/** Each waits this long between webhooks: at most 500 a second. */
const SENDERS = 50;
const SENDER_PAUSE_MS = 100;
/** The worker's own work at the start, such as training, takes longer than this in a large shop. */
const MAX_SETTLE_MS = 240_000;
const LOOK_EVERY_MS = 2_000;
const IDLE_MS = 100;
const IDLE_LOOKS = 3;

/** The data of every page of the admin on a large shop: its time, alone and while webhooks arrive, and its cost. */
export async function benchPageData(
  databases: readonly DatabaseName[],
  repeats: number,
): Promise<Table> {
  const name = databases.at(-1) ?? "PGlite";
  const columns = [
    "",
    "first ms",
    "p50 ms",
    "p95 ms",
    "CPU ms",
    "of PostgreSQL",
    "round trips",
    "kB",
  ];
  const withLoad = ["p50 ms with webhooks", "p95 ms with webhooks", "guide"];
  const title = "Data of the admin's pages";
  const all = [...columns, ...withLoad];
  if (name !== "PostgreSQL") {
    return { title, intro: [], columns: all, rows: [], notes: ["There is no PostgreSQL"] };
  }
  const seed = smallStore();
  const database = await createDatabase(name);
  try {
    const shown = await database.use(({ db }, keyring) =>
      fillAdminShop(db, keyring, ShopId.parse(seed.shop.domain), CUSTOMERS),
    );
    const { alone, loaded, webhooksPerSecond } = await measurePageData(database, shown, {
      ...{ loads: repeats * LOADS_A_RUN, settleMs: MAX_SETTLE_MS, withWebhooks: true },
    });
    return {
      title,
      intro: [
        `${name}, a shop of ${CUSTOMERS.toLocaleString("en-GB")} customers and ${FILLED}. The built app with a worker in its own process; ${repeats * LOADS_A_RUN} requests of each page's data after ${WARM_UP}, one at a time, as an open admin loads it when a link is clicked; then again while ${Math.round(webhooksPerSecond)} orders a second arrive as webhooks. CPU is that of the app's process and of PostgreSQL's, per request. Statements that are sent together are one round trip. kB are those of the answer before compression. Guide: p95 under ${GUIDE_MS} ms, alone and with webhooks.`,
      ],
      columns: all,
      rows: alone.map((it, i) => {
        const { p50Ms: loadedP50Ms, p95Ms: loadedMs } = loaded![i]!;
        return [
          ...[it.path || "/", roundSignificant(it.firstMs)],
          ...[roundSignificant(it.p50Ms), roundSignificant(it.p95Ms)],
          ...[roundSignificant(it.appMs), roundSignificant(it.postgresMs)],
          ...[roundSignificant(it.roundTrips), roundSignificant(it.bytes / 1_000)],
          ...[roundSignificant(loadedP50Ms), roundSignificant(loadedMs)],
          it.p95Ms < GUIDE_MS && loadedMs < GUIDE_MS ? "met" : "missed",
        ];
      }),
    };
  } finally {
    await database.remove();
  }
}

interface PageCost {
  readonly path: string;
  /** The first request, which counts what later ones show again. */
  readonly firstMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly appMs: number;
  readonly postgresMs: number;
  readonly roundTrips: number;
  readonly bytes: number;
}

interface Trial {
  /** Number of measured requests per page. */
  readonly loads: number;
  /** How long the worker may do its own work first. */
  readonly settleMs: number;
  readonly withWebhooks: boolean;
}

async function measurePageData(
  database: BenchDatabase,
  shown: ShownObjects,
  { loads, settleMs, withWebhooks }: Trial,
) {
  const seed = smallStore();
  const { dataFolder } = database;
  const count = await countRoundTrips(database.env.DATABASE_URL!);
  const port = await freePort(4_600);
  const shopify = await startLocalShopify({
    seed,
    appUrl: `http://127.0.0.1:${port}`,
    apiKey: APP_KEY,
    apiSecret: loadOrCreateLocalSecret(dataFolder),
    tomlPath: "shopify.app.toml",
    startAt: new Date().toISOString(),
  });
  const common = { port, dataFolder, shopify, clockFile: "" };
  // A worker reports its start in its log.
  const ofWorker = { ...database.env, KINDRED_LOG_LEVEL: "info" };
  const startWorker = () => startApp({ ...common, env: ofWorker, role: "worker" });
  // Its models, counts and segments are those of a shop in use.
  const first = await startWorker();
  await settle(first, settleMs);
  await first.kill("SIGTERM");
  const env = { ...database.env, DATABASE_URL: count.url, KINDRED_WORKER: "off" };
  const app = await startApp({ ...common, env });
  const control = createControlClient(shopify.controlOrigin);
  const merchant = createMerchant(app.url, control, seed.shop.domain);
  const server = new pg.Client({ connectionString: database.env.DATABASE_URL });
  await server.connect();
  let worker: AppProcess | null = null;

  const measure = async (path: string): Promise<PageCost> => {
    const timesMs: number[] = [];
    let bytes = 0;
    let firstMs = 0;
    let before = { appMs: 0, postgresMs: 0 };
    for (let i = 0; i < WARM_UP + loads; i++) {
      if (i === WARM_UP) {
        before = { appMs: cpuMs(app), postgresMs: await postgresMs(server) };
        count.take();
      }
      const startMs = performance.now();
      const answer = await merchant.get(`/app${path}`);
      bytes = (await answer.arrayBuffer()).byteLength;
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
      const ms = performance.now() - startMs;
      if (i === 0) firstMs = ms;
      if (i >= WARM_UP) timesMs.push(ms);
    }
    timesMs.sort((a, b) => a - b);
    return {
      ...{ path, bytes, firstMs, p50Ms: quantile(timesMs, 0.5), p95Ms: quantile(timesMs, 0.95) },
      appMs: (cpuMs(app) - before.appMs) / loads,
      postgresMs: ((await postgresMs(server)) - before.postgresMs) / loads,
      roundTrips: count.take() / loads,
    };
  };
  const measureAll = async () => {
    const costs: PageCost[] = [];
    for (const { path } of listPaths(shown)) {
      const cost = await measure(path);
      console.error(`${path || "/"}: p95 ${Math.round(cost.p95Ms)} ms`);
      costs.push(cost);
    }
    return costs;
  };
  try {
    await merchant.open();
    const alone = await measureAll();
    if (!withWebhooks) return { alone, loaded: null, webhooksPerSecond: 0 };
    worker = await startWorker();
    const task: LoadTask = {
      ...{ port, secret: app.apiSecret, shopIds: [seed.shop.domain] },
      ...{ customers: CUSTOMERS, products: 2_000, connections: SENDERS, pauseMs: SENDER_PAUSE_MS },
      ...{ warmUpSeconds: 2, seconds: 3_600 },
    };
    const load = startChild(new URL("../webhooks/webhook-load.ts", import.meta.url), task);
    const startMs = performance.now();
    const received = await countWebhooks(server);
    const loaded = await measureAll();
    const seconds = (performance.now() - startMs) / 1_000;
    const webhooksPerSecond = ((await countWebhooks(server)) - received) / seconds;
    await load.stop();
    return { alone, loaded, webhooksPerSecond };
  } finally {
    await server.end();
    await app.kill("SIGTERM");
    await worker?.kill("SIGTERM");
    count.close();
    await shopify.stop();
  }
}

/** Waits until the worker does nothing more by itself, within limits. */
async function settle(worker: AppProcess, limitMs: number): Promise<void> {
  const startMs = performance.now();
  let idleLooks = 0;
  let usedMs = cpuMs(worker);
  while (idleLooks < IDLE_LOOKS && performance.now() - startMs < limitMs) {
    await pause(LOOK_EVERY_MS);
    const nowMs = cpuMs(worker);
    idleLooks = nowMs - usedMs < IDLE_MS ? idleLooks + 1 : 0;
    usedMs = nowMs;
  }
  const seconds = Math.round((performance.now() - startMs) / 1_000);
  console.error(
    `The worker ${idleLooks < IDLE_LOOKS ? "was busy for" : "was done after"} ${seconds} s`,
  );
}

/** Processor time of the app's connections, without helpers that a statement starts. */
async function postgresMs(server: pg.Client): Promise<number> {
  const { rows } = await server.query<{ pid: number }>(
    "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );
  return sumCpuMs(rows.map(({ pid }) => pid));
}

async function countWebhooks(server: pg.Client): Promise<number> {
  const { rows } = await server.query<{ count: number }>(
    "select count(*)::int as count from inbox_entry",
  );
  return rows[0]?.count ?? 0;
}
