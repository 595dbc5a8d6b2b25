import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { checkReadiness } from "~/http/readiness.server";
import { startPgBossQueue, type PgBossQueue } from "~/jobs/queue.pg-boss.server";
import { createLog } from "~/lib/log.server";
import { SHOP } from "../support/builders";
import { openOwnDatabase } from "../support/database";

const JOB = "events.drain-inbox";
const READY = { database: "ok", migrations: "ok", queues: "ok" };
const log = createLog("silent");

let database: Database;
let queue: PgBossQueue;
beforeAll(async () => {
  database = await openOwnDatabase();
  queue = await startPgBossQueue(database, [JOB], () => undefined);
});
afterAll(async () => {
  await queue.stop();
  await database.close();
});

const check = (deps = {}) =>
  checkReadiness({ db: database.db, queue, log, config: { inbound: null }, ...deps });

test("a migrated database with a queue is ready", async () => {
  expect(await check()).toEqual({ isReady: true, parts: READY });
});

test("a missing migration is not, as after the restore of an older back-up", async () => {
  const rename = (from: string, to: string) =>
    database.db
      .$executeRaw`update _prisma_migrations set migration_name = replace(migration_name, ${from}, ${to})
      where migration_name = (select max(migration_name) from _prisma_migrations)`;
  await rename("2026", "3026");
  expect(await check()).toEqual({
    isReady: false,
    parts: { ...READY, migrations: "1 are missing: run npm run migrate" },
  });
  await rename("3026", "2026");
});

test("a queue without a worker is reported, but the process still receives webhooks", async () => {
  await queue.wake(JOB, SHOP);
  await database.db.$executeRaw`update pgboss.job set start_after = now() - interval '20 minutes'`;
  const { isReady, parts } = await check();
  expect(isReady).toBe(true);
  expect(parts.queues).toMatch(/^no worker acts since 12\d\d s$/);
});

test("a queue or a database that cannot be reached is not ready", async () => {
  const fail = () => Promise.reject(new Error("gone"));
  const withoutQueue = { ...queue, queryAsOwner: fail };
  expect((await check({ queue: withoutQueue })).parts.queues).toBe("cannot be reached");
  const withoutDatabase = await check({ db: { $queryRaw: fail } });
  expect(withoutDatabase.isReady).toBe(false);
  expect(withoutDatabase.parts.database).toBe("cannot be reached");
});
