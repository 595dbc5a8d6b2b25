import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";
import type { PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { byJob, listShopsDueSince } from "./due-shops.server";
import type { Job } from "./job.server";
import { collectFollowing, type Following } from "./following-jobs.server";
import { startPollers, type Pollers } from "./pollers.server";
import type { PgBossQueue } from "./queue.pg-boss.server";
import { sweep } from "./sweep.server";
import { startSweeper } from "./sweeper.server";
import { createYieldUnderLoad, type YieldUnderLoad } from "./yield-under-load";

export interface WorkerOptions<Deps> {
  /** The dependencies of jobs for a shop, if they are not those of all shops. */
  readonly depsOf?: (shopId: ShopId) => Promise<Deps>;
  /** Maximum real time between searches for due rows without a wake-up. Default: one minute. */
  readonly sweepEveryMs?: number;
  /** The fallback for a lost notification: interval of the statement that fetches waiting wake-ups. Default: 30 s. */
  readonly pollSeconds?: number;
  /** Minimum interval between searches for rows of timed jobs. Default: 1 s. */
  readonly watchEveryMs?: number;
  /** Whether a job may run now; if false, its due rows are left to other processes. Default: always. */
  readonly mayRun?: () => Promise<boolean>;
  /** Maximum parallel drains of one job in this process, unless the job requests more. */
  readonly concurrency: number;
  /** Whether requests to this process wait for its event loop; drains then yield to them. */
  readonly isSaturated: () => boolean;
}

export interface Worker {
  /** Finishes running drains and starts no new ones. */
  stop(): Promise<void>;
}

/**
 * Runs jobs when their shops are woken, and wakes shops that have due rows but no wake-up. A drain that throws is
 * logged here once and retried by the queue.
 */
export async function startWorker<Deps extends { db: PrismaClient; now: () => Date; log: Logger }>(
  queue: PgBossQueue,
  jobs: readonly Job<Deps>[],
  deps: Deps,
  {
    sweepEveryMs = 60_000,
    pollSeconds = 30,
    watchEveryMs = 1_000,
    concurrency,
    isSaturated,
    mayRun = () => Promise.resolve(true),
    depsOf = () => Promise.resolve(deps),
  }: WorkerOptions<Deps>,
): Promise<Worker> {
  const stopping = new AbortController();
  const yieldUnderLoad = createYieldUnderLoad(isSaturated, {
    nowMs: () => performance.now(),
    pause,
  });

  const names = new Set(jobs.map(({ name }) => name));

  const pollers = await startPollers(
    queue,
    deps.log,
    jobs.map((job) => ({
      name: job.name,
      maxRunning: Math.max(concurrency, job.minConcurrency ?? 1),
      async drain(shopId) {
        const following = collectFollowing(queue, shopId, names);
        const turn = { queue, yieldUnderLoad, mayRun, following, signal: stopping.signal };
        try {
          const own = { ...(await depsOf(shopId)), queue: following.queue };
          const hasMore = await takeTurn(job, shopId, own, turn);
          if (hasMore && !stopping.signal.aborted) await queue.wake(job.name, shopId);
          return following.take();
        } catch (error) {
          // Some of its transactions may have been committed.
          await following.wake().catch((err: unknown) => {
            // The sweep finds what is due.
            deps.log.warn({ err, shopId }, "what follows was not woken");
          });
          throw error;
        }
      },
    })),
    { pollSeconds },
  );

  const sweeper = startSweeper(() => sweep(queue, jobs, deps), deps, { sweepEveryMs });

  const timed = jobs.filter(({ selectShopsDueSince }) => selectShopsDueSince);
  const watching =
    timed.length === 0 ? null : watch(pollers, timed, deps, { watchEveryMs, stopping });

  return {
    async stop() {
      stopping.abort();
      await Promise.all([pollers.stop(), sweeper.stop(), watching]);
      await queue.stop();
    },
  };
}

/** How long one shop is drained, slice after slice, before it is queued again. */
const TURN_MS = 2_000;

/** @returns whether due rows remain */
async function takeTurn<Deps>(
  job: Job<Deps>,
  shopId: ShopId,
  deps: Deps,
  {
    queue,
    yieldUnderLoad,
    mayRun,
    following,
    signal,
  }: {
    readonly queue: PgBossQueue;
    readonly following: Pick<Following, "wake">;
    readonly yieldUnderLoad: YieldUnderLoad;
    readonly mayRun: () => Promise<boolean>;
    readonly signal: AbortSignal;
  },
): Promise<boolean> {
  const endsAt = performance.now() + TURN_MS;
  for (;;) {
    // The sweep wakes the shop again; waking it here would run it at once.
    if (!(await mayRun())) return false;
    const { more } = await yieldUnderLoad(() => job.run(shopId, deps, signal));
    // In a burst, each job works at its own pace.
    if (more) await following.wake();
    if (!more || signal.aborted || performance.now() >= endsAt) return more;
    // A small shop waits for one slice of a large shop, not for its whole turn.
    if (await queue.isAwaited(job.name, shopId)) return true;
  }
}

/** The pause between two checks is this multiple of the last check's duration. */
const REST_AFTER_WATCH = 20;
/** Overlap of two searches: a row may become visible some time after it was written. */
const OVERLAP_MS = 5_000;

/**
 * Begins timed jobs soon after something is due. A search covers, for all shops, what came due since the
 * previous one; older rows already have a wake-up, and lost wake-ups are left to the sweep.
 */
async function watch<Deps extends { db: PrismaClient; now: () => Date; log: Logger }>(
  pollers: Pollers,
  jobs: readonly Job<Deps>[],
  { db, now, log }: Deps,
  { watchEveryMs, stopping }: { readonly watchEveryMs: number; readonly stopping: AbortController },
): Promise<void> {
  const { signal } = stopping;
  let watchedUntilMs = now().getTime();
  while (!signal.aborted) {
    const startMs = performance.now();
    const upTo = now();
    // If the clock was set back, the same instants are searched again.
    const after = new Date(Math.min(watchedUntilMs, upTo.getTime()) - OVERLAP_MS);
    try {
      for (const [job, shopIds] of byJob(await listShopsDueSince(db, jobs, { after, upTo }))) {
        await pollers.begin(job, shopIds);
      }
      watchedUntilMs = upTo.getTime();
    } catch (error) {
      log.error({ err: error }, "watch failed");
    }
    const waitMs = Math.max(watchEveryMs, REST_AFTER_WATCH * (performance.now() - startMs));
    // Stopping the worker ends the wait.
    await pause(waitMs, undefined, { signal }).catch(() => undefined);
  }
}
