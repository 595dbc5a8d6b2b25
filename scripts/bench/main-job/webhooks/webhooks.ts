import { startChild } from "../../child";
import type { DatabaseName } from "../databases";
import { onStage } from "../with-running-app";
import { cpuMs } from "../process-usage";
import { median, roundSignificant } from "../../statistics";
import type { Table } from "../../table";
import type { LoadResult, LoadTask } from "./webhook-load";

const SHOPS = 20;
const CONNECTIONS = 64;
const WARM_UP_SECONDS = 4;
const SECONDS = 15;
const SHOP_SIZE = { customers: 50, products: 50, ordersEach: 2 };

interface Measured extends LoadResult {
  readonly cpuMsEach: number;
}

/** Webhooks that the built app acknowledges over HTTP, each after the commit of its row. */
export async function benchWebhooks(
  databases: readonly DatabaseName[],
  repeats: number,
): Promise<Table> {
  const rows: (string | number)[][] = [];
  for (const name of databases) {
    for (const worker of ["off", "on"] as const) {
      const results: Measured[] = [];
      for (let i = 0; i < repeats; i++) results.push(await measure(name, worker));
      const perSecond = median(results.map((result) => result.perSecond));
      const p99Ms = median(results.map((result) => result.p99Ms));
      rows.push([
        `${name}, worker ${worker}`,
        roundSignificant(perSecond),
        roundSignificant(median(results.map(({ p50Ms }) => p50Ms))),
        roundSignificant(p99Ms),
        roundSignificant(median(results.map(({ cpuMsEach }) => cpuMsEach))),
        results.reduce((sum, { failed }) => sum + failed, 0),
        perSecond >= 1_500 && p99Ms < 250 ? "met" : "missed",
      ]);
    }
  }
  return {
    title: "Webhooks acknowledged",
    intro: [
      `The built app over HTTP, in its own process: ${CONNECTIONS} connections send signed orders of about 4 kB for ${SHOPS} shops, each sends its next one when the last is answered, for ${SECONDS} s after ${WARM_UP_SECONDS} s of warm-up. The answer is sent after the commit. Guide: at least 1,500/s with p99 under 250 ms.`,
      "“Worker on” means that the same process also processes the webhooks as they arrive, up to profile and credit. In production workers are separate processes. CPU is the app process's; on PGlite this includes the database.",
    ],
    columns: ["", "webhooks/s", "p50 ms", "p99 ms", "CPU ms per webhook", "not 200", "guide"],
    rows,
  };
}

async function measure(name: DatabaseName, worker: "on" | "off"): Promise<Measured> {
  const prepare = () => Promise.resolve(null);
  const scene = { name, worker, shops: SHOPS, shopSize: SHOP_SIZE, prepare };
  return onStage(scene, async ({ port, app, shopIds }) => {
    const task: LoadTask = {
      port,
      secret: app.apiSecret,
      shopIds,
      ...SHOP_SIZE,
      connections: CONNECTIONS,
      pauseMs: 0,
      warmUpSeconds: WARM_UP_SECONDS,
      seconds: SECONDS,
    };
    const before = cpuMs(app);
    const load = startChild(new URL("./webhook-load.ts", import.meta.url), task);
    const result = await load.next<LoadResult>();
    const spentMs = cpuMs(app) - before;
    await load.stop();
    return { ...result, cpuMsEach: spentMs / result.answered };
  });
}
