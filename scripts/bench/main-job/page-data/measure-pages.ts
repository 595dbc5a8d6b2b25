import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { loadOrCreateLocalSecret } from "~/privacy/local-secret.server";
import { listPaths, type ShownObjects } from "../../../../test/support/admin-pages";
import { APP_KEY, freePort, startApp, type AppProcess } from "../../../../test/support/app-process";
import { createMerchant } from "../../../../test/support/merchant";
import { smallStore } from "../../../../test/support/small-store";
import { createControlClient } from "../../../../test/shopify/control-client";
import { startLocalShopify } from "../../../../test/shopify/local-shopify";
import { startChild } from "../../child";
import { quantile } from "../../statistics";
import type { BenchDatabase } from "../databases";
import { cpuMs, sumCpuMs } from "../process-usage";
import type { LoadTask } from "../webhooks/webhook-load";
import { countRoundTrips } from "./count-round-trips";

export const WARM_UP = 2;
export const WEBHOOKS_PER_SECOND = 500;
/** Enough that a slow answer does not lower the rate. */
const CONNECTIONS = 200;
/** As in production; a test has fewer. */
const POOL_SIZE = "10";
const LOOK_EVERY_MS = 2_000;
const IDLE_MS = 100;
const IDLE_LOOKS = 3;

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

/** Processor cores that were busy, on average. */
export type UsedCores = Readonly<
  Record<"app" | "worker" | "postgres" | "sender" | "bench", number>
>;

interface Trial {
  /** Number of measured requests per page. */
  readonly loads: number;
  /** How long the worker may do its own work first. */
  readonly settleMs: number;
  readonly customers: number;
}

interface Loaded {
  readonly pages: readonly PageCost[];
  readonly acknowledgedPerSecond: number;
  readonly processedPerSecond: number;
  readonly cores: UsedCores;
}

/** The data of every page, alone and while webhooks arrive at a steady rate. */
export async function measurePages(
  database: BenchDatabase,
  shown: ShownObjects,
  { loads, settleMs, customers }: Trial,
): Promise<{ readonly alone: readonly PageCost[]; readonly loaded: Loaded }> {
  const seed = smallStore();
  const { dataFolder } = database;
  const count = await countRoundTrips(database.env["DATABASE_URL"]!);
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
  const env = { ...database.env, DATABASE_POOL: POOL_SIZE };
  // A worker reports its start in its log.
  const startWorker = () =>
    startApp({ ...common, env: { ...env, KINDRED_LOG_LEVEL: "info" }, role: "worker" });
  const startWeb = (databaseUrl: string) =>
    startApp({ ...common, env: { ...env, DATABASE_URL: databaseUrl, KINDRED_WORKER: "off" } });
  const server = new pg.Client({ connectionString: database.env["DATABASE_URL"] });
  await server.connect();
  const running = new Set<AppProcess>();
  const start = async (starting: Promise<AppProcess>) => {
    const app = await starting;
    running.add(app);
    return app;
  };
  const end = async (app: AppProcess) => {
    running.delete(app);
    await app.kill("SIGTERM");
  };
  const measureAll = async (app: AppProcess) => {
    const merchant = createMerchant(
      app.url,
      createControlClient(shopify.controlOrigin),
      seed.shop.domain,
    );
    await merchant.open();
    const costs: PageCost[] = [];
    for (const { path } of listPaths(shown)) {
      const prepare = () => merchant.prepareGet(`/app${path}`);
      const cost = { path, ...(await measurePage(prepare, { app, server, loads, count })) };
      console.error(`${path || "/"}: p95 ${Math.round(cost.p95Ms)} ms`);
      costs.push(cost);
    }
    return costs;
  };
  try {
    // Its models, counts and segments are those of a shop in use.
    const first = await start(startWorker());
    await settle(first, settleMs);
    await end(first);
    const counted = await start(startWeb(count.url));
    const alone = await measureAll(counted);
    await end(counted);

    // The counting of round trips would use the processor that the app needs.
    const app = await start(startWeb(database.env["DATABASE_URL"]!));
    const worker = await start(startWorker());
    const task: LoadTask = {
      ...{ port, secret: app.apiSecret, shopIds: [seed.shop.domain] },
      ...{ customers, products: 2_000, connections: CONNECTIONS, perSecond: WEBHOOKS_PER_SECOND },
      ...{ warmUpSeconds: 2, seconds: 3_600 },
    };
    const load = startChild(new URL("../webhooks/webhook-load.ts", import.meta.url), task);
    await pause(task.warmUpSeconds * 1_000);
    const readUsage = async () => ({
      ...{ app: cpuMs(app), worker: cpuMs(worker), postgres: await postgresMs(server) },
      ...{ sender: cpuMs(load), bench: cpuMs(process) },
    });
    const startMs = performance.now();
    const [usage, webhooks] = [await readUsage(), await countWebhooks(server)];
    const pages = await measureAll(app);
    const [laterUsage, laterWebhooks] = [await readUsage(), await countWebhooks(server)];
    const ms = performance.now() - startMs;
    await load.stop();
    const coresOf = (of: keyof UsedCores) => (laterUsage[of] - usage[of]) / ms;
    const perSecond = (of: "received" | "processed") =>
      ((laterWebhooks[of] - webhooks[of]) * 1_000) / ms;
    const cores = {
      ...{ app: coresOf("app"), worker: coresOf("worker"), postgres: coresOf("postgres") },
      ...{ sender: coresOf("sender"), bench: coresOf("bench") },
    };
    return {
      alone,
      loaded: {
        ...{ pages, cores, acknowledgedPerSecond: perSecond("received") },
        processedPerSecond: perSecond("processed"),
      },
    };
  } finally {
    await server.end();
    await Promise.all([...running].map(end));
    count.close();
    await shopify.stop();
  }
}

interface Measuring extends Pick<Trial, "loads"> {
  readonly app: AppProcess;
  readonly server: pg.Client;
  readonly count: { take(): number };
}

async function measurePage(
  prepare: () => Promise<() => Promise<Response>>,
  { app, server, loads, count }: Measuring,
): Promise<Omit<PageCost, "path">> {
  const timesMs: number[] = [];
  let bytes = 0;
  let firstMs = 0;
  let before = { appMs: 0, postgresMs: 0 };
  for (let i = 0; i < WARM_UP + loads; i++) {
    if (i === WARM_UP) {
      before = { appMs: cpuMs(app), postgresMs: await postgresMs(server) };
      count.take();
    }
    const get = await prepare();
    const startMs = performance.now();
    const answer = await get();
    bytes = (await answer.arrayBuffer()).byteLength;
    const ms = performance.now() - startMs;
    if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}`);
    if (i === 0) firstMs = ms;
    if (i >= WARM_UP) timesMs.push(ms);
  }
  timesMs.sort((a, b) => a - b);
  return {
    ...{ bytes, firstMs, p50Ms: quantile(timesMs, 0.5), p95Ms: quantile(timesMs, 0.95) },
    appMs: (cpuMs(app) - before.appMs) / loads,
    postgresMs: ((await postgresMs(server)) - before.postgresMs) / loads,
    roundTrips: count.take() / loads,
  };
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

/** Processor time of the connections that are open now, without helpers that a statement starts. */
async function postgresMs(server: pg.Client): Promise<number> {
  const { rows } = await server.query<{ pid: number }>(
    "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );
  return sumCpuMs(rows.map(({ pid }) => pid));
}

async function countWebhooks(server: pg.Client) {
  const { rows } = await server.query<{ received: number; processed: number }>(
    `select count(*)::int as received, (count(*) filter (where state = 'done'))::int as processed
    from inbox_entry`,
  );
  return rows[0]!;
}
