import type { Database } from "~/db.server";
import { advanceEnrollmentsJob } from "~/flows/progress/advance-enrollments.job.server";
import type { Job } from "~/jobs/job.server";
import { startPgBossQueue, type PgBossQueue } from "~/jobs/queue.pg-boss.server";
import { JOBS } from "~/job-registry.server";
import { startWorker } from "~/jobs/worker.server";
import { createLog } from "~/lib/log.server";

/** As configured by the app (deps.server.ts). */
const CONCURRENCY = { pglite: 1, postgres: 4 };

/** A worker that only advances enrollments, with the app's own queue and sweep. */
export async function withWorker<T>(
  database: Database,
  work: (queue: PgBossQueue) => Promise<T>,
): Promise<T> {
  const log = createLog("error");
  const names = JOBS.map(({ name }) => name);
  const queue = await startPgBossQueue(database, names, (error) => log.error({ err: error }));
  const deps = { db: database.db, queue, now: () => new Date(), log };
  const job: Job<typeof deps> = advanceEnrollmentsJob;
  const worker = await startWorker(queue, [job], deps, {
    sweepEveryMs: 60_000,
    concurrency: CONCURRENCY[database.driver.kind],
    isSaturated: () => false,
  });
  try {
    return await work(queue);
  } finally {
    await worker.stop();
  }
}
