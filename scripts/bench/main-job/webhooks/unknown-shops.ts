import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { startChild } from "../../child";
import { roundSignificant } from "../../statistics";
import type { Table } from "../../table";
import { openConnection, writeRequest } from "../connection";
import type { DatabaseName } from "../databases";
import { onStage } from "../with-running-app";
import { cpuMs } from "../process-usage";
import { orderWebhooks } from "./order-webhook";
import type { UnknownShopsResult, UnknownShopsTask } from "./unknown-shops-load";

const POSTS = 20_000;
const CONNECTIONS = 20;
const SHOP_SIZE = { customers: 50, products: 50, ordersEach: 2 };
/** Interval between two webhooks of the known shop. */
const EVERY_MS = 500;
const POLL_EVERY_MS = 20;
const GOAL_MS = 5_000;

/** How soon a shop's webhook is processed during a flood for unknown shops. */
export async function benchUnknownShops(
  databases: readonly DatabaseName[],
  repeats: number,
): Promise<Table> {
  const rows: (string | number)[][] = [];
  // PGlite belongs to the app's process: only the app can see when a webhook is processed.
  for (const name of databases.filter((it) => it === "PostgreSQL")) {
    const results: Measured[] = [];
    for (let i = 0; i < repeats; i++) results.push(await measureUnknownShops(name));
    const slowestMs = Math.max(...results.flatMap(({ waitsMs }) => waitsMs));
    rows.push([
      name,
      results.reduce((sum, { waitsMs }) => sum + waitsMs.length, 0),
      roundSignificant(slowestMs),
      roundSignificant(Math.max(...results.map((it) => it.cpuMsEach))),
      JSON.stringify(results.at(-1)!.answers),
      Math.max(...results.map((it) => it.rowsLeft)),
      slowestMs < GOAL_MS ? "met" : "missed",
    ]);
  }
  return {
    title: "Another shop's webhook during 20,000 for unknown shops",
    intro: [
      `The built app with its worker: ${CONNECTIONS} connections post ${POSTS.toLocaleString("en-GB")} signed orders, each for a different shop that never installed the app, while a shop that has it gets an order every ${EVERY_MS} ms. The time is from sending it until it is processed. CPU is the app's, per post. Rows are those that the posts left in the inbox and the queue. Guide: under ${GOAL_MS / 1_000} s. The worst of the runs.`,
    ],
    columns: ["", "webhooks", "slowest ms", "CPU ms per post", "answers", "rows left", "guide"],
    rows,
  };
}

interface Measured {
  readonly waitsMs: readonly number[];
  readonly cpuMsEach: number;
  readonly answers: UnknownShopsResult;
  readonly rowsLeft: number;
}

function measureUnknownShops(name: DatabaseName): Promise<Measured> {
  const prepare = () => Promise.resolve(null);
  const scene = { name, worker: "on", shops: 1, shopSize: SHOP_SIZE, prepare } as const;
  return onStage(scene, async ({ port, app, databaseUrl, shopIds: [shopId] }) => {
    const client = new pg.Client({ connectionString: databaseUrl! });
    await client.connect();
    const webhook = orderWebhooks(app.apiSecret, SHOP_SIZE);
    const ask = await openConnection(port);

    /** Sends an order and waits until it is processed. */
    async function waitFor(n: number): Promise<number> {
      const { headers, body } = webhook(shopId!, n);
      const startedMs = performance.now();
      const status = await ask(writeRequest("/webhooks", headers, body));
      if (status !== 200) throw new Error(`A known shop's webhook was answered ${status}`);
      const id = headers["x-shopify-webhook-id"];
      for (;;) {
        const { rows } = await client.query<{ state: string }>(
          "select state from inbox_entry where shop_id = $1 and webhook_id = $2",
          [shopId, id],
        );
        if (rows[0]?.state === "done") return performance.now() - startedMs;
        await pause(POLL_EVERY_MS);
      }
    }

    try {
      const task: UnknownShopsTask = {
        ...{ port, secret: app.apiSecret, connections: CONNECTIONS, posts: POSTS },
      };
      const cpuBefore = cpuMs(app);
      const load = startChild(new URL("./unknown-shops-load.ts", import.meta.url), task);
      let isOver = false as boolean;
      const answered = load.next<UnknownShopsResult>().finally(() => (isOver = true));
      const waitsMs: number[] = [];
      for (let n = POSTS; !isOver; n++) {
        waitsMs.push(await waitFor(n));
        await pause(EVERY_MS);
      }
      const answers = await answered;
      const cpuMsEach = (cpuMs(app) - cpuBefore) / POSTS;
      await load.stop();
      const { rows } = await client.query<{ count: number }>(
        `select (select count(*) from inbox_entry where shop_id like 'phantom-%')::int
          + (select count(*) from pgboss.job where singleton_key like 'phantom-%')::int as count`,
      );
      return { waitsMs, cpuMsEach, answers, rowsLeft: rows[0]!.count };
    } finally {
      await client.end();
    }
  });
}
