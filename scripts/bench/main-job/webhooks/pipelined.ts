import { startChild } from "../../child";
import { roundSignificant } from "../../statistics";
import type { Table } from "../../table";
import type { DatabaseName } from "../databases";
import { onStage } from "../with-running-app";
import { memoryMb } from "../process-usage";
import type { PipeliningTask } from "./pipelining-load";
import type { LoadResult, LoadTask } from "./webhook-load";

const FLOOD = { connections: 50, requestsEach: 2_000 };
const SHOPS = 5;
const SHOP_SIZE = { customers: 50, products: 50, ordersEach: 2 };
const WARM_UP_SECONDS = 4;
const SECONDS = 15;
const MAX_MS = 1_000;
const MAX_GROWTH_MB = 150;

/** Webhooks while strangers send pipelined requests, and the memory used. */
export async function benchPipelined(
  databases: readonly DatabaseName[],
  repeats: number,
): Promise<Table> {
  const rows: (string | number)[][] = [];
  for (const name of databases) {
    const results: Measured[] = [];
    for (let i = 0; i < repeats; i++) results.push(await measure(name));
    // The worst run counts against a limit.
    const slowestMs = Math.max(...results.map(({ webhooks }) => webhooks.slowestMs));
    const grownMb = Math.max(...results.map((it) => it.highestMb - it.beforeMb));
    rows.push([
      name,
      results.reduce((sum, { webhooks }) => sum + webhooks.acknowledged, 0),
      results.reduce((sum, { webhooks }) => sum + webhooks.failed, 0),
      roundSignificant(Math.max(...results.map(({ webhooks }) => webhooks.p99Ms))),
      roundSignificant(slowestMs),
      Math.max(...results.map(({ webhooks }) => webhooks.slowestCpuMs)),
      Math.min(...results.map((it) => it.answers)),
      Math.max(...results.map((it) => it.beforeMb)),
      grownMb,
      slowestMs < MAX_MS && grownMb < MAX_GROWTH_MB ? "met" : "missed",
    ]);
  }
  return {
    title: "Webhooks during a pipelined flood",
    intro: [
      `The built app over HTTP, in its own process, with the worker on. ${FLOOD.connections} connections send ${FLOOD.requestsEach.toLocaleString("en-GB")} health checks each at once, and again when all are answered, while about a hundred orders a second arrive as webhooks. Memory is the process's, after webhooks alone and at its peak in the flood. CPU is the maximum processor time that the app spent between a webhook and its answer, which is its waiting time on an otherwise idle machine. Guide: each webhook answered in under ${MAX_MS / 1_000} s, and memory grown by less than ${MAX_GROWTH_MB} MB. The worst of the runs.`,
    ],
    columns: [
      "",
      "webhooks",
      "not 200",
      "p99 ms",
      "slowest ms",
      "slowest CPU ms",
      "flood answered",
      "before MB",
      "grown MB",
      "guide",
    ],
    rows,
  };
}

interface Measured {
  readonly webhooks: LoadResult;
  readonly answers: number;
  readonly beforeMb: number;
  readonly highestMb: number;
}

async function measure(name: DatabaseName): Promise<Measured> {
  const prepare = () => Promise.resolve(null);
  const scene = { name, worker: "on", shops: SHOPS, shopSize: SHOP_SIZE, prepare } as const;
  return onStage(scene, async ({ port, app, shopIds }) => {
    const sendWebhooks = async (seconds: number) => {
      const task: LoadTask = {
        ...{ port, app, shopIds, seconds, ...SHOP_SIZE },
        ...{ secret: app.apiSecret, connections: 2, pauseMs: 20, warmUpSeconds: WARM_UP_SECONDS },
      };
      const load = startChild(new URL("./webhook-load.ts", import.meta.url), task);
      const result = await load.next<LoadResult>();
      await load.stop();
      return result;
    };
    await sendWebhooks(SECONDS);
    const beforeMb = memoryMb(app);
    let highestMb = beforeMb;
    const watching = setInterval(() => (highestMb = Math.max(highestMb, memoryMb(app))), 50);
    try {
      let isOver = false as boolean;
      const webhooks = sendWebhooks(SECONDS).finally(() => (isOver = true));
      let answers = 0;
      while (!isOver) {
        const task: PipeliningTask = { port, ...FLOOD };
        const flood = startChild(new URL("./pipelining-load.ts", import.meta.url), task);
        answers += await Promise.race([flood.next<number>(), webhooks.then(() => 0)]);
        await flood.stop();
      }
      return { webhooks: await webhooks, answers, beforeMb, highestMb };
    } finally {
      clearInterval(watching);
    }
  });
}
