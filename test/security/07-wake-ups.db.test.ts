import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { startPgBossQueue } from "~/jobs/queue.pg-boss.server";
import { startWorker } from "~/jobs/worker.server";
import { createLog } from "~/lib/log.server";
import { ShopId } from "~/lib/shop-id";
import { openOwnDatabase } from "../support/database";

const NAME = "events.drain-inbox";
const SHOPS = 100;
const NEVER_SECONDS = 3_600;

let database: Database;
beforeAll(async () => {
  database = await openOwnDatabase();
});
afterAll(() => database.close());

test("shops that are woken at once are drained in one burst, without a poll between them", async () => {
  const queue = await startPgBossQueue(database, [NAME], (error) => {
    throw error;
  });
  const left = new Set(
    Array.from({ length: SHOPS }, (_, i) => ShopId.parse(`shop-${i}.myshopify.com`)),
  );
  const woken = [...left];
  const { promise: areAllDrained, resolve } = Promise.withResolvers<undefined>();
  const worker = await startWorker(
    queue,
    [
      {
        name: NAME,
        run(shopId) {
          left.delete(shopId);
          if (left.size === 0) resolve(undefined);
          return Promise.resolve({ more: false });
        },
      },
    ],
    { db: database.db, now: () => new Date(), log: createLog("silent") },
    // No sweep or poll runs: anything that the one notification does not drain stays.
    {
      ...{ sweepEveryMs: NEVER_SECONDS * 1_000, pollSeconds: NEVER_SECONDS },
      ...{ concurrency: 1, isSaturated: () => false },
    },
  );
  await database.db.$transaction((tx) => queue.announceAll(tx, woken, "webhook_received"));
  await areAllDrained;
  await worker.stop();
  expect(left).toEqual(new Set());
});
