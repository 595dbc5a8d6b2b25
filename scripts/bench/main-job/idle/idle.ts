import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import type { DatabaseName } from "../databases";
import { onStage } from "../with-running-app";
import { cpuMs } from "../process-usage";
import { median, roundSignificant } from "../../statistics";
import type { Table } from "../../table";

/** Until the startup work is done, and the connections are quiet. */
const SETTLE_SECONDS = 70;
/** Whole minutes, so that sweeps, polls and pg-boss's supervision each run. */
const SECONDS = 120;
const SHOP_SIZE = { customers: 50, products: 50, ordersEach: 2 };

/** Idle cost of a process that serves pages and runs jobs. */
export async function benchIdle(
  databases: readonly DatabaseName[],
  repeats: number,
): Promise<Table> {
  const rows: (string | number)[][] = [];
  for (const name of databases) {
    const results: Idle[] = [];
    for (let i = 0; i < repeats; i++) results.push(await measureIdle(name));
    rows.push([
      name,
      name === "PostgreSQL"
        ? roundSignificant(median(results.map((it) => it.statementsPerSecond)))
        : "–",
      roundSignificant(median(results.map((it) => it.cpuMsPerSecond))),
    ]);
  }
  return {
    title: "An idle process",
    intro: [
      `The built app with its worker and one quiet shop, for ${SECONDS} s after ${SETTLE_SECONDS} s. Statements are PostgreSQL's count of transactions in the database, almost all of which are one statement each. The remaining ones are the sweep and the polls of a minute; both grow with the number of processes.`,
    ],
    columns: ["", "statements/s", "CPU ms/s of the app"],
    rows,
  };
}

interface Idle {
  readonly statementsPerSecond: number;
  readonly cpuMsPerSecond: number;
}

async function measureIdle(name: DatabaseName): Promise<Idle> {
  const prepare = () => Promise.resolve(null);
  const scene = { name, worker: "on" as const, shops: 1, shopSize: SHOP_SIZE, prepare };
  return onStage(scene, async ({ app, databaseUrl }) => {
    await pause(SETTLE_SECONDS * 1_000);
    const [cpuBefore, statementsBefore] = [cpuMs(app), await countStatements(databaseUrl)];
    await pause(SECONDS * 1_000);
    const [cpuAfter, statementsAfter] = [cpuMs(app), await countStatements(databaseUrl)];
    return {
      statementsPerSecond: (statementsAfter - statementsBefore) / SECONDS,
      cpuMsPerSecond: (cpuAfter - cpuBefore) / SECONDS,
    };
  });
}

/** Number of database transactions so far; 0 without PostgreSQL. */
async function countStatements(url: string | null): Promise<number> {
  if (url === null) return 0;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: string }>(
      "select xact_commit + xact_rollback as count from pg_stat_database where datname = current_database()",
    );
    return Number(rows[0]!.count);
  } finally {
    await client.end();
  }
}
