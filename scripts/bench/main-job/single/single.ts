import { ShopId } from "~/lib/shop-id";
import { startChild } from "../../child";
import { median, roundSignificant } from "../../statistics";
import type { Table } from "../../table";
import { createDatabase, type DatabaseName } from "../databases";
import { seedShop } from "../seed-shop";
import type { Cost, SingleResult, SingleTask } from "./measure-single";

const SHOP_ID = ShopId.parse("bench-0.myshopify.com");
/** Of one measurement; the first includes the start and the training of models, which take minutes on a busy machine. */
const LIMIT_MS = 600_000;
const SIZE = { customers: 200, products: 50, ordersEach: 2 };

/** What one order and one email cost in a shop where nothing else happens. */
export async function benchSingle(
  databases: readonly DatabaseName[],
  repeats: number,
): Promise<Table> {
  const rows: (string | number)[][] = [];
  for (const name of databases) {
    const results = await measure(name, repeats);
    rows.push(
      ...costRows(`${name}, an order`, results, ({ order }) => order, { statements: 40, ms: 20 }),
      ...costRows(`${name}, an email`, results, ({ email }) => email, { statements: 20, ms: 4 }),
      ...byteRows(
        name,
        results.map(({ emailBytes }) => emailBytes),
      ),
    );
  }
  return {
    title: "A single order, a single email",
    intro: [
      `The app with its worker in a shop of ${SIZE.customers} customers with trained models, one order or email at a time, each measured by itself for some seconds. An order is counted from its webhook to the profile, predictions, segments, flows and credit; an email from its due enrollment, which is woken through the queue, to the settled message and its event in all stages. A transaction's begin and commit count as statements. Guide: an order ≤ 40 statements and ≤ 20 ms, an email ≤ 20 statements, ≤ 4 ms and ≤ 5,000 bytes of WAL, both with PostgreSQL's processor time; ≤ 2,000 bytes stored for an email, without indexes.`,
      "The first row is the median, less that of the same time without an order or email. The second is the mean of the same measurements, less the same: in it are first plans of statements on a connection, a full garbage collection, or the sweep of a minute with its jobs, if they came meanwhile. WAL is what PostgreSQL writes to its log for this database, without images of pages (`pg_walinspect`).",
    ],
    columns: [
      "",
      "statements",
      "CPU ms of the app",
      "CPU ms of PostgreSQL",
      "WAL bytes",
      "bytes stored",
      "guide",
    ],
    rows,
  };
}

/** All bytes of an email, and those of each table that keeps some. */
function byteRows(
  name: string,
  results: readonly SingleResult["emailBytes"][],
): (string | number)[][] {
  const row = (what: string, of: (bytes: SingleResult["emailBytes"]) => number, guide: string) => {
    const bytes = Math.round(median(results.map(of)));
    return [
      `${name}, ${what}`,
      "",
      "",
      "",
      "",
      bytes,
      guide && (bytes <= 2_000 ? "met" : "missed"),
    ];
  };
  const total = (bytes: SingleResult["emailBytes"]) =>
    Object.values(bytes).reduce((sum, it) => sum + it, 0);
  const tables = Object.keys(results[0] ?? {});
  return [
    row("bytes stored for an email", total, "≤ 2,000"),
    ...tables
      .map((table) => row(`of these in ${table}`, (bytes) => bytes[table] ?? 0, ""))
      .filter((cells) => cells[5] !== 0),
  ];
}

/** The median of single measurements, and their mean. */
function costRows(
  name: string,
  results: readonly SingleResult[],
  of: (result: SingleResult) => readonly Cost[],
  goal: Goal,
): (string | number)[][] {
  const idle = results.flatMap((it) => it.idle);
  const costs = results.flatMap(of);
  return [
    rowOf(name, difference(costs, idle, median), goal),
    rowOf(`${name}, mean`, difference(costs, idle, mean), null),
  ];
}

interface Goal {
  readonly statements: number;
  readonly ms: number;
}

/** One number for each kind of cost, less the median of the idle process. */
function difference(
  costs: readonly Cost[],
  idle: readonly Cost[],
  summarize: (values: readonly number[]) => number,
): Cost {
  const less = (kind: keyof Cost): number | null => {
    const [own, base] = [costs, idle].map((all) => all.flatMap((cost) => cost[kind] ?? []));
    return own?.length && base?.length ? summarize(own) - median(base) : null;
  };
  return {
    statements: less("statements"),
    appMs: less("appMs") ?? 0,
    postgresMs: less("postgresMs") ?? 0,
    walBytes: less("walBytes"),
  };
}

function rowOf(
  name: string,
  { statements, appMs, postgresMs, walBytes }: Cost,
  goal: Goal | null,
): (string | number)[] {
  const isFew = goal === null || statements === null || statements <= goal.statements;
  return [
    name,
    statements === null ? "–" : Math.round(statements),
    roundSignificant(appMs),
    statements === null ? "–" : roundSignificant(postgresMs),
    walBytes === null ? "–" : Math.round(walBytes),
    "",
    goal === null ? "" : isFew && appMs + postgresMs <= goal.ms ? "met" : "missed",
  ];
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, it) => sum + it, 0) / values.length;

/** All measurements of one app, because its start takes longer than they do. */
async function measure(name: DatabaseName, repeats: number): Promise<SingleResult[]> {
  const database = await createDatabase(name);
  await database.use(({ db }, keyring) => seedShop(db, keyring, SHOP_ID, SIZE));
  const provider = startChild(new URL("../emails/provider.ts", import.meta.url), null);
  const { url } = await provider.next<{ url: string }>();
  const task: SingleTask = {
    shopId: SHOP_ID,
    size: SIZE,
    databaseUrl: database.env.DATABASE_URL || null,
    repeats,
  };
  const child = startChild(new URL("./measure-single.ts", import.meta.url), task, {
    ...database.env,
    KINDRED_WORKER: "on",
    RESEND_API_KEY: "re_bench",
    RESEND_BASE_URL: url,
  });
  const results: SingleResult[] = [];
  for (let i = 0; i < repeats; i++) results.push(await child.next<SingleResult>(LIMIT_MS));
  await Promise.all([child.stop(), provider.stop()]);
  await database.remove();
  return results;
}
