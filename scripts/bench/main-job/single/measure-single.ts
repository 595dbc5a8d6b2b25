import { setTimeout as pause } from "node:timers/promises";
import { inShop } from "~/db-scope.server";
import { startRuntime } from "~/deps.server";
import { receiveWebhook } from "~/events/inbox/receive-webhook.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { countStatements } from "../../../../test/support/count-statements";
import { readTask, respond } from "../../child";
import { seedDueEnrollments } from "../emails/seed-due-enrollments";
import type { ShopSize } from "../seed-shop";
import { untilSettled } from "../until-settled";
import { watchDatabase } from "../watch-database";
import { orderWebhooks } from "../webhooks/order-webhook";
import { openWalCounter } from "./count-wal";

export interface SingleTask {
  readonly shopId: ShopId;
  readonly size: ShopSize;
  /** PostgreSQL's connection string; null on PGlite. */
  readonly databaseUrl: string | null;
  /** Number of measurements after the same setup. */
  readonly repeats: number;
}

/** Cost of one order or email, with what the process does meanwhile when idle. */
export interface Cost {
  /** Statements sent to PostgreSQL; `null` on PGlite. */
  readonly statements: number | null;
  readonly appMs: number;
  readonly postgresMs: number;
  /** Written to PostgreSQL's log; `null` where that cannot be seen. */
  readonly walBytes: number | null;
}

export interface SingleResult {
  /** Each time by itself. */
  readonly idle: readonly Cost[];
  readonly order: readonly Cost[];
  readonly email: readonly Cost[];
  /** Stored in the rows of an email and of its event, by table, without indexes. */
  readonly emailBytes: Readonly<Record<string, number>>;
}

const TIMES = 7;
/** An order or email is through all stages long before. */
const EVERY_MS = 1_500;
/** An inserted enrollment has been noted by then. */
const SEED_MS = 500;
const WARM_UP = 4;
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
] as const;

// Cost of single orders and emails in a shop where nothing else happens: the app with its worker, in this process.
const { shopId, size, databaseUrl, repeats } = readTask() as SingleTask;
const counted = countStatements();
const { deps } = await startRuntime("worker");
const { db, keyring, queue } = deps;
const wal = databaseUrl === null ? null : await openWalCounter(databaseUrl);
const webhookOf = orderWebhooks(deps.config.shopify.apiSecret, size);
// Orders come from customers who are not emailed, since an order ends an enrollment.
let orders = size.customers / 2;
let emails = 0;

await untilSettled(queue);
for (let i = 0; i < WARM_UP; i++) {
  await placeOrder();
  await pause(EVERY_MS);
  await seedEmail();
  await sendEmail();
  await pause(EVERY_MS);
}
for (let i = 0; i < repeats; i++) {
  await untilSettled(queue);
  const idle = await measure(() => Promise.resolve());
  const order = await measure(placeOrder);
  const bytesBefore = await countStoredBytes();
  const email = await measure(sendEmail, seedEmail);
  const bytesAfter = await countStoredBytes();
  const emailBytes = Object.fromEntries(
    EMAIL_TABLES.map((table) => [table, (bytesAfter[table]! - bytesBefore[table]!) / TIMES]),
  );
  respond({ idle, order, email, emailBytes } satisfies SingleResult);
}
await wal?.end();

async function placeOrder(): Promise<void> {
  const { headers, body } = webhookOf(shopId, orders++);
  const { kind } = await receiveWebhook(new Headers(headers), body, deps);
  if (kind !== "stored") throw new Error(`A webhook was ${kind}`);
}

/** A due enrollment: what its insertion writes is not the email's cost. */
async function seedEmail(): Promise<void> {
  await inShop(shopId, () =>
    seedDueEnrollments(db, keyring, shopId, { count: 1, first: emails, round: emails }),
  );
  emails += 1;
  await pause(SEED_MS);
}

async function sendEmail(): Promise<void> {
  await queue.wake("flows.advance-enrollments", shopId);
}

/** Each time by itself. */
async function measure(
  once: () => Promise<void>,
  prepare: () => Promise<void> = () => Promise.resolve(),
): Promise<Cost[]> {
  const costs: Cost[] = [];
  for (let i = 0; i < TIMES; i++) {
    await prepare();
    costs.push(await measureOnce(once));
  }
  return costs;
}

async function measureOnce(once: () => Promise<void>): Promise<Cost> {
  const watch = databaseUrl === null ? null : await watchDatabase(databaseUrl, 1_000 * EVERY_MS);
  const from = await wal?.position();
  const appMsBefore = appMs();
  counted.take();
  await once();
  await pause(EVERY_MS);
  const own = { statements: counted.take(), appMs: appMs() - appMsBefore };
  if (!watch) return { ...own, statements: null, postgresMs: 0, walBytes: null };
  const { cpuMs } = await watch.stop();
  const to = await wal?.position();
  const walBytes = wal && from && to ? await wal.bytesBetween(from, to) : null;
  return { ...own, postgresMs: cpuMs, walBytes };
}

function appMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

async function countStoredBytes(): Promise<Readonly<Record<string, number>>> {
  const sizes = EMAIL_TABLES.map(
    (table) =>
      `select '${table}' as "table", coalesce(sum(pg_column_size(${table}.*)), 0)::float8 as bytes from ${table}`,
  );
  const rows = await inShop(
    shopId,
    () =>
      db.$queryRaw<{ table: string; bytes: number }[]>`${Prisma.raw(sizes.join(" union all "))}`,
  );
  return Object.fromEntries(rows.map(({ table, bytes }) => [table, bytes]));
}
