import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { inShop } from "~/db-scope.server";
import { startRuntime } from "~/deps.server";
import { receiveWebhook } from "~/events/inbox/receive-webhook.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { readTask, respond } from "../../child";
import { seedDueEnrollments } from "../emails/seed-due-enrollments";
import { cpuMs } from "../process-usage";
import type { ShopSize } from "../seed-shop";
import { orderWebhooks } from "../webhooks/order-webhook";

export interface SingleTask {
  readonly shopId: ShopId;
  readonly size: ShopSize;
  /** PostgreSQL's connection string; null on PGlite. */
  readonly databaseUrl: string | null;
}

/** Cost of one order or email, without what the process does meanwhile when idle. */
export interface Cost {
  /** Statements sent to PostgreSQL; `null` on PGlite. */
  readonly statements: number | null;
  readonly appMs: number;
  readonly postgresMs: number;
  /** Written to PostgreSQL's log; `null` on PGlite. */
  readonly walBytes: number | null;
}

export interface SingleResult {
  readonly order: Cost;
  readonly email: Cost;
  /** Stored in the rows of an email and of its event, without indexes. */
  readonly emailBytes: number;
}

const TIMES = 10;
const EVERY_MS = 2_000;
const WARM_UP = 4;
/** With less processor time than this, the startup work is done. */
const QUIET_CPU_MS = 500;
const QUIET_MS = 5_000;
const MAX_QUIET_LOOKS = 60;
const EMAIL_TABLES = [
  "message",
  "message_key",
  "message_sending",
  "message_content",
  "message_outcome",
  "placement",
  "email_batch",
  "template_text",
  "event",
];

// Cost of single orders and emails in a shop where nothing else happens: the app with its worker, in this process.
const { shopId, size, databaseUrl } = readTask() as SingleTask;
let statements = 0;
countStatements();
const { deps } = await startRuntime("worker");
const { db, keyring, queue } = deps;
const webhookOf = orderWebhooks(deps.config.shopify.apiSecret, size);
// Orders come from customers who are not emailed, since an order ends an enrollment.
let orders = size.customers / 2;
let emails = 0;

await untilQuiet();
const idle = await measure(() => Promise.resolve());
for (let i = 0; i < WARM_UP; i++) {
  await placeOrder();
  await sendEmail();
  await pause(EVERY_MS);
}
await untilQuiet();
const order = await measure(placeOrder);
await untilQuiet();
const bytesBefore = await countStoredBytes();
const email = await measure(sendEmail);
const emailBytes = ((await countStoredBytes()) - bytesBefore) / TIMES;
respond({ order: without(idle, order), email: without(idle, email), emailBytes });

async function placeOrder(): Promise<void> {
  const { headers, body } = webhookOf(shopId, orders++);
  const { kind } = await receiveWebhook(new Headers(headers), body, deps);
  if (kind !== "stored") throw new Error(`A webhook was ${kind}`);
}

async function sendEmail(): Promise<void> {
  await inShop(shopId, () =>
    seedDueEnrollments(db, keyring, shopId, { count: 1, first: emails, round: emails }),
  );
  emails += 1;
  await queue.wake("flows.advance-enrollments", shopId);
}

async function measure(once: () => Promise<void>): Promise<Cost> {
  const { pids, walBytes } = await observeServer();
  const before = { statements, appMs: appMs(), postgresMs: sumCpuMs(pids) };
  for (let i = 0; i < TIMES; i++) {
    await once();
    await pause(EVERY_MS);
  }
  const used = {
    statements: databaseUrl === null ? null : (statements - before.statements) / TIMES,
    appMs: (appMs() - before.appMs) / TIMES,
    postgresMs: (sumCpuMs(pids) - before.postgresMs) / TIMES,
  };
  const after = await observeServer();
  return { ...used, walBytes: walBytes === null ? null : (after.walBytes! - walBytes) / TIMES };
}

function without(base: Cost, cost: Cost): Cost {
  return {
    statements: cost.statements === null ? null : cost.statements - (base.statements ?? 0),
    appMs: cost.appMs - base.appMs,
    postgresMs: cost.postgresMs - base.postgresMs,
    walBytes: cost.walBytes === null ? null : cost.walBytes - (base.walBytes ?? 0),
  };
}

function appMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** The server's processes for this database, whose connections stay open, and the bytes of its log so far. */
async function observeServer(): Promise<{
  readonly pids: readonly number[];
  readonly walBytes: number | null;
}> {
  if (databaseUrl === null) return { pids: [], walBytes: null };
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ pids: number[]; walBytes: number }>(
    `select array_agg(pid) as pids, (pg_current_wal_insert_lsn() - '0/0')::float8 as "walBytes"
    from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );
  await client.end();
  const { pids, walBytes } = rows[0]!;
  return { pids, walBytes };
}

function sumCpuMs(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + cpuMsOrNone(pid), 0);
}

/** Zero for a connection that was closed, or a server on another machine. */
function cpuMsOrNone(pid: number): number {
  try {
    readFileSync(`/proc/${pid}/stat`);
  } catch {
    return 0;
  }
  return cpuMs({ pid });
}

/** Counts what all connections of this process send. A named statement with its scope counts as one. */
function countStatements(): void {
  const client = pg.Client.prototype as { query(...args: unknown[]): unknown };
  const { query } = client;
  client.query = function (...args) {
    statements += 1;
    return query.apply(this, args);
  };
}

async function untilQuiet(): Promise<void> {
  for (let looks = 0; looks < MAX_QUIET_LOOKS; looks++) {
    const usedMs = appMs();
    await pause(QUIET_MS);
    if (appMs() - usedMs < QUIET_CPU_MS) return;
  }
  throw new Error("The app did not become idle");
}

async function countStoredBytes(): Promise<number> {
  const sizes = EMAIL_TABLES.map(
    (table) => `select sum(pg_column_size(${table}.*))::float8 as bytes from ${table}`,
  );
  const [row] = await inShop(
    shopId,
    () =>
      db.$queryRaw<{ bytes: number }[]>`
      select sum(bytes) as bytes from (${Prisma.raw(sizes.join(" union all "))}) as sizes`,
  );
  return row?.bytes ?? 0;
}
