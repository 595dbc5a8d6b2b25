import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { acrossShops, inShop } from "~/db-scope.server";
import type { Database, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { defineJob, type Job } from "~/jobs/job.server";
import { startPgBossQueue, type PgBossQueue } from "~/jobs/queue.pg-boss.server";
import { startWorker, type Worker } from "~/jobs/worker.server";
import { createLog } from "~/lib/log.server";
import { ShopId } from "~/lib/shop-id";
import { OTHER_SHOP, SHOP } from "../support/builders";
import { openOwnDatabase } from "../support/database";

let database: Database;
let queue: PgBossQueue;

const NAMES = ["events.drain-inbox", "flows.advance-enrollments", "delivery.drain-outbox"] as const;

beforeAll(async () => {
  database = await openOwnDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  queue = await startPgBossQueue(database, NAMES, (error) => {
    throw error;
  });
  for (const name of NAMES) await queue.boss.deleteAllJobs(name);
  return () => queue.stop();
});

/** A worker that runs this job for one shop at a time, without its own searches. */
function workOff(from: PgBossQueue, job: Job<object>): Promise<Worker> {
  return startWorker(
    from,
    [job],
    { db: database.db, now: () => new Date(), log: createLog("silent") },
    { sweepEveryMs: 60_000, concurrency: 1, isSaturated: () => false },
  );
}

const queued = async () =>
  (await queue.boss.findJobs("events.drain-inbox", { queued: true })).length;

test("a wake-up is dropped when its transaction is rolled back", async () => {
  const failed = database.db.$transaction(async (tx) => {
    await queue.announce(tx, SHOP, "webhook_received");
    throw new Error("no");
  });
  await expect(failed).rejects.toThrow("no");
  expect(await queued()).toBe(0);
});

test("a fact can be announced by the role of one shop and by the role of all shops", async () => {
  await inShop(SHOP, () =>
    database.db.$transaction((tx) => queue.announce(tx, SHOP, "webhook_received")),
  );
  await acrossShops("receive-webhooks", () =>
    database.db.$transaction((tx) => queue.announceAll(tx, [SHOP, OTHER_SHOP], "webhook_received")),
  );
  expect(await queued()).toBe(2);
});

test("a thousand facts of one shop cause one wake-up", async () => {
  await database.db.$transaction(async (tx) => {
    for (let i = 0; i < 20; i++) await queue.announce(tx, SHOP, "webhook_received");
  });
  await database.db.$transaction((tx) => queue.announce(tx, OTHER_SHOP, "webhook_received"));
  expect(await queued()).toBe(2);
});

test("a drain continues until it is done, and other shops get their turn", async () => {
  const left = new Map<string, number>([
    [SHOP, 3],
    [OTHER_SHOP, 1],
  ]);
  const { promise: drained, resolve } = Promise.withResolvers<undefined>();
  const job = defineJob<object>({
    name: "events.drain-inbox",
    run(shopId) {
      left.set(shopId, (left.get(shopId) ?? 0) - 1);
      if ([...left.values()].every((n) => n === 0)) resolve(undefined);
      return Promise.resolve({ more: (left.get(shopId) ?? 0) > 0 });
    },
  });
  for (const shopId of [SHOP, OTHER_SHOP]) await queue.wake(job.name, shopId);
  const worker = await workOff(queue, job);
  await drained;
  await worker.stop();
  expect([...left.values()]).toEqual([0, 0]);
});

test("a shop that arrives while a large one is drained waits for one slice only", async () => {
  const order: string[] = [];
  const { promise: isThrough, resolve } = Promise.withResolvers<undefined>();
  const name = "flows.advance-enrollments";
  const job = defineJob<object>({
    name,
    async run(shopId) {
      order.push(shopId);
      if (shopId === SHOP && order.length === 2) await queue.wake(name, OTHER_SHOP);
      const more = shopId === SHOP && order.length < 6;
      if (!more && shopId === SHOP) resolve(undefined);
      return { more };
    },
  });
  await queue.wake(name, SHOP);
  const worker = await workOff(queue, job);
  await isThrough;
  await worker.stop();
  expect(order).toEqual([SHOP, SHOP, OTHER_SHOP, SHOP, SHOP, SHOP]);
});

test("a job that waits for others drains two shops at once when the process allows one at a time", async () => {
  const name = "delivery.drain-outbox";
  const begun = new Set<string>();
  const { promise: areBothAtIt, resolve } = Promise.withResolvers<undefined>();
  const job = defineJob<object>({
    name,
    minConcurrency: 2,
    async run(shopId) {
      begun.add(shopId);
      if (begun.size === 2) resolve(undefined);
      await areBothAtIt;
      return { more: false };
    },
  });
  for (const shopId of [SHOP, OTHER_SHOP]) await queue.wake(name, shopId);
  const worker = await workOff(queue, job);
  await areBothAtIt;
  await worker.stop();
  expect(begun).toEqual(new Set([SHOP, OTHER_SHOP]));
});

test("a job that may not run stays queued and runs once it may", async () => {
  let mayRun = false;
  let runs = 0;
  const requested = Promise.withResolvers<undefined>();
  const ran = Promise.withResolvers<undefined>();
  const job = defineJob<object>({
    name: "events.drain-inbox",
    selectDueShops: () => Prisma.sql`select ${SHOP}::text as "shopId"`,
    run() {
      runs += 1;
      ran.resolve(undefined);
      return Promise.resolve({ more: false });
    },
  });
  const worker = await startWorker(
    queue,
    [job],
    { db: database.db, now: () => new Date(), log: createLog("silent") },
    {
      ...{ sweepEveryMs: 50, concurrency: 1, isSaturated: () => false },
      mayRun() {
        if (!mayRun) requested.resolve(undefined);
        return Promise.resolve(mayRun);
      },
    },
  );
  await requested.promise;
  expect(runs).toBe(0);
  mayRun = true;
  await ran.promise;
  await worker.stop();
});

/** Only the mechanism under test may run the job: no poll or sweep runs during a test. */
const wokenOnly = (from: PgBossQueue, job: Job<object>, concurrency = 1) =>
  startWorker(
    from,
    [job],
    { db: database.db, now: () => new Date(), log: createLog("silent") },
    { sweepEveryMs: 3_600_000, pollSeconds: 3_600, concurrency, isSaturated: () => false },
  );

test.each([0, 5])("a failed drain is retried after its delay of %i s", async (retryDelay) => {
  const name = "events.drain-inbox";
  await queue.boss.updateQueue(name, { retryDelay, retryBackoff: false });
  let runs = 0;
  const { promise: isRetried, resolve } = Promise.withResolvers<undefined>();
  const worker = await wokenOnly(
    queue,
    defineJob<object>({
      name,
      run() {
        runs += 1;
        if (runs === 1) throw new Error("the database was away");
        resolve(undefined);
        return Promise.resolve({ more: false });
      },
    }),
  );
  await queue.wake(name, SHOP);
  await isRetried;
  await worker.stop();
  expect(runs).toBe(2);
});

test("one poller drains a burst of shops without waiting between them", async () => {
  const name = "events.drain-inbox";
  const shops = Array.from({ length: 20 }, (_, i) => ShopId.parse(`shop-${i}.myshopify.com`));
  const drained = new Set<string>();
  const { promise: areAllDrained, resolve } = Promise.withResolvers<undefined>();
  for (const shopId of shops) await queue.wake(name, shopId);
  const worker = await wokenOnly(
    queue,
    defineJob<object>({
      name,
      run(shopId) {
        drained.add(shopId);
        if (drained.size === shops.length) resolve(undefined);
        return Promise.resolve({ more: false });
      },
    }),
  );
  await areAllDrained;
  await worker.stop();
  expect(drained).toEqual(new Set(shops));
});

test.each([1, 4])(
  "a shop that is woken while it is drained is drained again, %i at once",
  async (concurrency) => {
    const name = "events.drain-inbox";
    const order: string[] = [];
    const { promise: isThrough, resolve } = Promise.withResolvers<undefined>();
    const worker = await wokenOnly(
      queue,
      defineJob<object>({
        name,
        async run(shopId) {
          order.push(shopId);
          if (order.length === 1) await queue.wake(name, SHOP);
          if (order.length === 2) resolve(undefined);
          return { more: false };
        },
      }),
      concurrency,
    );
    await queue.wake(name, SHOP);
    await isThrough;
    await worker.stop();
    expect(order).toEqual([SHOP, SHOP]);
  },
);

/** A worker in which the first job, of which each run is given, wakes the second for its shop. */
function workPair(
  drain: (announcePlanned: () => Promise<void>, run: number) => Promise<boolean>,
  follow: (run: number) => Promise<void>,
): Promise<Worker> {
  const { db } = database;
  const deps = { db, now: () => new Date(), log: createLog("silent"), queue };
  const runs = { drain: 0, follow: 0 };
  const first = defineJob<typeof deps>({
    name: "flows.advance-enrollments",
    run: async (shopId, given) => {
      const announce = (tx: Tx) => given.queue.announce(tx, shopId, "messages_planned");
      return { more: await drain(() => db.$transaction(announce), ++runs.drain) };
    },
  });
  const second = defineJob<typeof deps>({
    name: "delivery.drain-outbox",
    run: () => follow(++runs.follow).then(() => ({ more: false })),
  });
  const never = { sweepEveryMs: 3_600_000, pollSeconds: 3_600 };
  const options = { ...never, concurrency: 1, isSaturated: () => false };
  return startWorker(queue, [first, second], deps, options);
}

const countWakeUps = async () => (await queue.boss.findJobs("delivery.drain-outbox")).length;

test("what a drain wakes for its shop follows without the queue, which retries it if it fails", async () => {
  const wakeUps: number[] = [];
  const { promise: isRetried, resolve } = Promise.withResolvers<undefined>();
  const worker = await workPair(
    (announcePlanned) => announcePlanned().then(() => false),
    async (run) => {
      wakeUps.push(await countWakeUps());
      if (run === 1) throw new Error("the database was away");
      resolve(undefined);
    },
  );
  await queue.wake("flows.advance-enrollments", SHOP);
  await isRetried;
  await worker.stop();
  expect(wakeUps).toEqual([0, 1]);
});

test("what a drain wakes is left to the queue if more is due, or if the drain fails", async () => {
  const followed = [Promise.withResolvers<number>(), Promise.withResolvers<number>()];
  const worker = await workPair(
    async (announcePlanned, run) => {
      if (run === 2) await followed[0]!.promise;
      if (run < 3) await announcePlanned();
      if (run === 2) throw new Error("after the commit");
      return run === 1;
    },
    async (run) => followed[run - 1]?.resolve(await countWakeUps()),
  );
  await queue.wake("flows.advance-enrollments", SHOP);
  expect(await Promise.all(followed.map(({ promise }) => promise))).toEqual([1, 2]);
  await worker.stop();
});
