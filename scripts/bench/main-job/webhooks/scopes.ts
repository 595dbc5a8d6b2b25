import { projectCatalogJob } from "~/catalog/project-catalog.job.server";
import { findScope } from "~/db-scope.server";
import type { Database } from "~/db.server";
import { createWebhookBatcher } from "~/events/inbox/create-webhook-batcher.server";
import { drainInboxJob } from "~/events/inbox/drain-inbox.job.server";
import { receiveWebhook } from "~/events/inbox/receive-webhook.server";
import { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { projectProfilesJob } from "~/profiles/projection/project-profiles.job.server";
import { createTestDeps } from "../../../../test/support/deps";
import { createDatabase, type DatabaseName } from "../databases";
import { cpuMs } from "../process-usage";
import { seedShop } from "../seed-shop";
import { median, roundSignificant } from "../../statistics";
import type { Table } from "../../table";
import { orderWebhooks } from "./order-webhook";

const SHOPS = 4;
const SHOP_SIZE = { customers: 50, products: 50, ordersEach: 2 };
const SECRET = "the benchmark's";
/** Number of concurrent webhooks. */
const WEBHOOKS_PER_ROUND = 200;
const WARM_UP_ROUNDS = 3;
const ROUNDS = 10;

/** CPU time in µs of the app and of PostgreSQL's processes. */
interface Usage {
  readonly app: number;
  readonly server: number;
}
type Steps = Record<"received" | "projected", Usage>;

/**
 * Cost of row-level security for an order's webhook: rounds in a shop's scope and rounds as the tables' owner, who is
 * exempt from policies, alternate in one process, so that other load affects both equally.
 */
export async function benchScopes(
  databases: readonly DatabaseName[],
  repeats: number,
): Promise<Table> {
  const rows: (string | number)[][] = [];
  for (const name of databases) {
    const rounds = { scoped: [] as Steps[], owner: [] as Steps[] };
    for (let i = 0; i < repeats; i++) {
      const measured = await measureRounds(name);
      rounds.scoped.push(...measured.scoped);
      rounds.owner.push(...measured.owner);
    }
    for (const [step, label] of [
      ["received", "received and stored"],
      ["projected", "projected into order and profile"],
    ] as const) {
      for (const process of ["app", "server"] as const) {
        if (process === "server" && name === "PGlite") continue;
        const each = (steps: readonly Steps[]) =>
          median(steps.map((it) => it[step][process])) / WEBHOOKS_PER_ROUND;
        const [scoped, owner] = [each(rounds.scoped), each(rounds.owner)];
        rows.push([
          `${name}, ${label}, ${process === "app" ? "app" : "PostgreSQL"}`,
          roundSignificant(owner),
          roundSignificant(scoped),
          roundSignificant(100 * (scoped / owner - 1)),
        ]);
      }
    }
  }
  return {
    title: "What row-level security costs a webhook",
    intro: [
      `Orders/create webhooks of ${SHOPS} shops in one process, ${WEBHOOKS_PER_ROUND} per round: each is verified and stored, then the jobs project it into its order and profile. Rounds in a shop's scope alternate with rounds as the tables' owner, to whom no policy applies. µs of processor time per webhook, the median of ${ROUNDS} rounds each. On PGlite the app's time includes the database.`,
    ],
    columns: ["", "owner µs", "scoped µs", "more, %"],
    rows,
  };
}

async function measureRounds(name: DatabaseName): Promise<{ scoped: Steps[]; owner: Steps[] }> {
  console.error(`${name}: measuring`);
  const bench = await createDatabase(name);
  const shopIds = Array.from({ length: SHOPS }, (_, i) => ShopId.parse(`bench-${i}.myshopify.com`));
  let isScoped = false;
  try {
    return await bench.use(
      async (database, keyring) => {
        for (const shopId of shopIds) await seedShop(database.db, keyring, shopId, SHOP_SIZE);
        const rounds = { scoped: [] as Steps[], owner: [] as Steps[] };
        const work = createRound(database, keyring, shopIds);
        for (let n = 0; n < 2 * (WARM_UP_ROUNDS + ROUNDS); n++) {
          // Scoped, owner, owner, scoped: growth over the rounds affects both equally.
          isScoped = n % 4 === 0 || n % 4 === 3;
          const steps = await work();
          if (n >= 2 * WARM_UP_ROUNDS) rounds[isScoped ? "scoped" : "owner"].push(steps);
        }
        return rounds;
      },
      () => (isScoped ? findScope() : null),
    );
  } finally {
    await bench.remove();
  }
}

/** @returns a function that receives one round of webhooks and processes it */
function createRound(database: Database, keyring: Keyring, shopIds: readonly ShopId[]) {
  const { db } = database;
  const now = () => new Date();
  const deps = { ...createTestDeps(), db, keyring, now };
  const config = { shopify: { apiSecret: SECRET, apiSecretOld: null } };
  const inbox = { ...deps, config, webhooks: createWebhookBatcher(deps) };
  const webhookOf = orderWebhooks(SECRET, SHOP_SIZE);
  const { signal } = new AbortController();
  let sent = 0;

  const receiveAll = () =>
    Promise.all(
      Array.from({ length: WEBHOOKS_PER_ROUND }, async () => {
        const n = sent++;
        const { headers, body } = webhookOf(shopIds[n % SHOPS]!, n);
        const { kind } = await receiveWebhook(new Headers(headers), body, inbox);
        if (kind !== "stored") throw new Error(`A webhook was ${kind}`);
      }),
    );
  const projectAll = async () => {
    for (const shopId of shopIds) {
      for (const job of [drainInboxJob, projectCatalogJob, projectProfilesJob]) {
        while ((await job.run(shopId, deps, signal)).more);
      }
    }
  };
  return async (): Promise<Steps> => ({
    received: await measureUsage(database, receiveAll),
    projected: await measureUsage(database, projectAll),
  });
}

async function measureUsage({ driver }: Database, work: () => Promise<unknown>): Promise<Usage> {
  const pids: number[] = [];
  if (driver.kind === "postgres") {
    const { rows } = await driver.pool.query<{ pid: number }>(
      "select pid from pg_stat_activity where datname = current_database()",
    );
    pids.push(...rows.map((row) => row.pid));
  }
  const serverMs = () => pids.reduce((sum, pid) => sum + cpuMs({ pid }), 0);
  const before = { app: process.cpuUsage(), server: serverMs() };
  await work();
  const { user, system } = process.cpuUsage(before.app);
  return { app: user + system, server: 1_000 * (serverMs() - before.server) };
}
