import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { defineJob, type DueSpan } from "~/jobs/job.server";
import { JOBS } from "~/job-registry.server";
import { startPgBossQueue } from "~/jobs/queue.pg-boss.server";
import { startWorker } from "~/jobs/worker.server";
import { createLog } from "~/lib/log.server";
import { SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

test("a timed job runs soon after its rows become due, and others wait for the sweep", async () => {
  const queue = await startPgBossQueue(
    database,
    JOBS.map(({ name }) => name),
    (error) => {
      throw error;
    },
  );
  const ran: string[] = [];
  const spans: DueSpan[] = [];
  const { promise: isRun, resolve } = Promise.withResolvers<undefined>();
  const jobOf = (name: "flows.advance-enrollments" | "flows.end-enrollments", isTimed: boolean) =>
    defineJob<object>({
      name,
      ...(isTimed && {
        selectShopsDueSince(span) {
          spans.push(span);
          // The first search is too early, and a failed search does not stop the others.
          if (spans.length === 2) throw new Error("the database is away");
          return Prisma.sql`select ${SHOP}::text as "shopId" where ${spans.length > 2 && ran.length === 0}`;
        },
      }),
      run() {
        ran.push(name);
        resolve(undefined);
        return Promise.resolve({ more: false });
      },
    });
  const worker = await startWorker(
    queue,
    [jobOf("flows.advance-enrollments", true), jobOf("flows.end-enrollments", false)],
    { db: database.db, now: () => new Date(), log: createLog("silent") },
    { sweepEveryMs: 600_000, watchEveryMs: 10, concurrency: 1, isSaturated: () => false },
  );
  await isRun;
  await worker.stop();
  expect(ran).toEqual(["flows.advance-enrollments"]);
  // Each search continues from the last successful one, with some overlap.
  for (const [i, { after }] of spans.slice(1).entries()) {
    const last = spans[i === 1 ? 0 : i]!;
    expect(last.upTo.getTime() - after.getTime()).toBe(5_000);
  }
  const looksThen = spans.length;
  await new Promise((done) => setTimeout(done, 100));
  expect(spans).toHaveLength(looksThen);
});
