import type { Job } from "~/jobs/job.server";
import { startPgBossQueue } from "~/jobs/queue.pg-boss.server";
import { JOBS } from "~/job-registry.server";
import { startWorker } from "~/jobs/worker.server";
import { createLog } from "~/lib/log.server";
import { ShopId } from "~/lib/shop-id";
import { median, roundSignificant } from "../../statistics";
import type { Table } from "../../table";
import { createDatabase, type DatabaseName } from "../databases";

const SHOPS = 1_000;
/** As configured by the app (deps.server.ts). */
const CONCURRENCY = { pglite: 1, postgres: 4 };
const GOAL_SECONDS = 10;

/** Time to process very many shops that are woken at once. */
export async function benchWakeUps(
  databases: readonly DatabaseName[],
  repeats: number,
): Promise<Table> {
  const rows: (string | number)[][] = [];
  for (const name of databases) {
    const results: Drained[] = [];
    for (let i = 0; i < repeats; i++) results.push(await measureWakeUps(name));
    const seconds = median(results.map((it) => it.seconds));
    const cpuMsEach = median(results.map((it) => it.cpuMs)) / SHOPS;
    rows.push([
      name,
      roundSignificant(seconds),
      roundSignificant(cpuMsEach),
      seconds < GOAL_SECONDS ? "met" : "missed",
    ]);
  }
  return {
    title: "1,000 shops woken at once",
    intro: [
      `One worker process with the app's own queue; one transaction wakes ${SHOPS.toLocaleString("en-GB")} shops for a job that does nothing. The time is from its commit until the last shop is processed. CPU is the process's own, which includes PGlite. Guide: under ${GOAL_SECONDS} s.`,
    ],
    columns: ["", "s", "CPU ms a shop", "guide"],
    rows,
  };
}

interface Drained {
  readonly seconds: number;
  readonly cpuMs: number;
}

async function measureWakeUps(name: DatabaseName): Promise<Drained> {
  const database = await createDatabase(name);
  try {
    return await database.use(async (opened) => {
      const log = createLog("error");
      const names = JOBS.map((it) => it.name);
      const queue = await startPgBossQueue(opened, names, (error) => log.error({ err: error }));
      const deps = { db: opened.db, now: () => new Date(), log };
      const shopIds = Array.from({ length: SHOPS }, (_, i) =>
        ShopId.parse(`bench-${i}.myshopify.com`),
      );
      const left = new Set<string>(shopIds);
      const { promise: areAllDrained, resolve } = Promise.withResolvers<undefined>();
      const job: Job<typeof deps> = {
        name: "events.drain-inbox",
        run(shopId) {
          left.delete(shopId);
          if (left.size === 0) resolve(undefined);
          return Promise.resolve({ more: false });
        },
      };
      const worker = await startWorker(queue, [job], deps, {
        concurrency: CONCURRENCY[opened.driver.kind],
        isSaturated: () => false,
      });
      try {
        await opened.db.$transaction((tx) => queue.announceAll(tx, shopIds, "webhook_received"));
        const startedMs = performance.now();
        const cpuBefore = process.cpuUsage();
        await areAllDrained;
        const { user, system } = process.cpuUsage(cpuBefore);
        return {
          seconds: (performance.now() - startedMs) / 1_000,
          cpuMs: (user + system) / 1_000,
        };
      } finally {
        await worker.stop();
      }
    });
  } finally {
    await database.remove();
  }
}
