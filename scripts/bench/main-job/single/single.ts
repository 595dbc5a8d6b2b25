import { ShopId } from "~/lib/shop-id";
import { startChild } from "../../child";
import { median, roundSignificant } from "../../statistics";
import type { Table } from "../../table";
import { createDatabase, type DatabaseName } from "../databases";
import { seedShop } from "../seed-shop";
import type { Cost, SingleResult, SingleTask } from "./measure-single";

const SHOP_ID = ShopId.parse("bench-0.myshopify.com");
/** Of one measurement; the first includes the start and the training of models. */
const LIMIT_MS = 180_000;
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
      rowOf(
        `${name}, an order`,
        results.map(({ order }) => order),
        { statements: 40, ms: 20 },
      ),
      rowOf(
        `${name}, an email`,
        results.map(({ email }) => email),
        { statements: 40, ms: 4 },
      ),
      ...byteRows(
        name,
        results.map(({ emailBytes }) => emailBytes),
      ),
    );
  }
  return {
    title: "A single order, a single email",
    intro: [
      `The app with its worker in a shop of ${SIZE.customers} customers with trained models, one order or email every second. An order is counted from its webhook to the profile, predictions, segments, flows and credit; an email from its due enrollment, which is woken through the queue, to the settled message and its event in all stages. What the process does when idle is subtracted. A transaction's begin and commit count as statements. Guide: an order ≤ 40 statements and ≤ 20 ms, an email ≤ 40 statements and ≤ 4 ms, both with PostgreSQL's processor time; ≤ 2,000 bytes stored for an email, without indexes. WAL is what PostgreSQL writes to its log meanwhile, also for other databases of the server.`,
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

function rowOf(
  name: string,
  costs: readonly Cost[],
  goal: { readonly statements: number | null; readonly ms: number },
): (string | number)[] {
  const counts = costs.flatMap(({ statements }) => statements ?? []);
  const statements = counts.length > 0 ? median(counts) : null;
  const appMs = median(costs.map((it) => it.appMs));
  const postgresMs = median(costs.map((it) => it.postgresMs));
  const walBytes = costs.flatMap((it) => it.walBytes ?? []);
  const isFew = goal.statements === null || statements === null || statements <= goal.statements;
  return [
    name,
    statements === null ? "–" : Math.round(statements),
    roundSignificant(appMs),
    statements === null ? "–" : roundSignificant(postgresMs),
    walBytes.length > 0 ? Math.round(median(walBytes)) : "–",
    "",
    isFew && appMs + postgresMs <= goal.ms ? "met" : "missed",
  ];
}

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
