import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";
import type { PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import type { Job } from "./job.server";
import { startPollers } from "./pollers.server";
import type { PgBossQueue } from "./queue.pg-boss.server";
import { startSweeper } from "./sweeper.server";
import { createYieldUnderLoad, type YieldUnderLoad } from "./yield-under-load";

export interface WorkerOptions {
  /** How often at least, in real time, due rows without a wake-up are looked for. Default: once a minute. */
  readonly sweepEveryMs?: number;
  /**
   * The safety net for a lost notification: how often one statement asks for wake-ups that wait. Default: 30 s.
   */
  readonly pollSeconds?: number;
  /** How often at most rows of timed jobs are looked for. Default: each second. */
  readonly watchEveryMs?: number;
  /** Whether a job may be run now; false leaves what is due as it is, for other processes. Default: always. */
  readonly mayRun?: () => Promise<boolean>;
  /** How many drains of one job run at once in this process, where the job itself does not ask for more. */
  readonly concurrency: number;
  /** Whether requests to this process wait because it has too much to do; drains then yield to them. */
  readonly isSaturated: () => boolean;
}

export interface Worker {
  /** Finishes running drains and starts no new ones. */
  stop(): Promise<void>;
}

/**
 * Runs the jobs when their shops are woken, and wakes the shops that have due
 * rows and no wake-up. A drain that throws is logged here, once, and tried
 * again by the queue.
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
  }: WorkerOptions,
): Promise<Worker> {
  const stopping = new AbortController();
  const yieldUnderLoad = createYieldUnderLoad(isSaturated, {
    nowMs: () => performance.now(),
    pause,
  });

  const pollers = await startPollers(
    queue,
    deps.log,
    jobs.map((job) => ({
      name: job.name,
      maxRunning: Math.max(concurrency, job.minConcurrency ?? 1),
      async drain(shopId) {
        const hasMore = await takeTurn(job, shopId, deps, {
          ...{ queue, yieldUnderLoad, mayRun, signal: stopping.signal },
        });
        if (hasMore && !stopping.signal.aborted) await queue.wake(job.name, shopId);
      },
    })),
    { pollSeconds },
  );

  const sweeper = startSweeper(() => sweep(queue, jobs, deps), deps, { sweepEveryMs });

  const timed = jobs.filter(({ listShopsDueSince }) => listShopsDueSince);
  const watching =
    timed.length === 0 ? null : watch(queue, timed, deps, { watchEveryMs, stopping });

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

/** @returns whether due rows are left */
async function takeTurn<Deps>(
  job: Job<Deps>,
  shopId: ShopId,
  deps: Deps,
  {
    queue,
    yieldUnderLoad,
    mayRun,
    signal,
  }: {
    readonly queue: PgBossQueue;
    readonly yieldUnderLoad: YieldUnderLoad;
    readonly mayRun: () => Promise<boolean>;
    readonly signal: AbortSignal;
  },
): Promise<boolean> {
  const endsAt = performance.now() + TURN_MS;
  for (;;) {
    // The sweep wakes the shop again; woken here it would come back at once.
    if (!(await mayRun())) return false;
    const { more } = await yieldUnderLoad(() => job.run(shopId, deps, signal));
    if (!more || signal.aborted || performance.now() >= endsAt) return more;
    // A small shop waits for a slice of a big one's, and not for its whole turn.
    if (await queue.isAwaited(job.name, shopId)) return true;
  }
}

/** The pause between two checks is this multiple of the last check's duration. */
const REST_AFTER_WATCH = 20;
/** Each look goes back over so much: a row may be written some time before others see it. */
const WATCHED_TWICE_MS = 5_000;

/**
 * Wakes the shops of timed jobs soon after something is due. A look asks, over all shops, for what came due
 * since the one before; what was due already has its wake-up, and a lost one is for the sweep.
 */
async function watch<Deps extends { db: PrismaClient; now: () => Date; log: Logger }>(
  queue: PgBossQueue,
  jobs: readonly Job<Deps>[],
  { db, now, log }: Deps,
  { watchEveryMs, stopping }: { readonly watchEveryMs: number; readonly stopping: AbortController },
): Promise<void> {
  const { signal } = stopping;
  let watchedUntilMs = now().getTime();
  while (!signal.aborted) {
    const startMs = performance.now();
    const upTo = now();
    // A clock that was put back looks at the same instants again.
    const after = new Date(Math.min(watchedUntilMs, upTo.getTime()) - WATCHED_TWICE_MS);
    try {
      for (const job of jobs) {
        const shopIds = (await job.listShopsDueSince?.(db, { after, upTo })) ?? [];
        for (const shopId of shopIds) await queue.wake(job.name, shopId);
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

async function sweep<Deps extends { db: PrismaClient; now: () => Date }>(
  queue: PgBossQueue,
  jobs: readonly Job<Deps>[],
  { db, now }: Deps,
): Promise<void> {
  for (const job of jobs) {
    const at = now();
    for (const shopId of (await job.listDueShops?.(db, at)) ?? [])
      await queue.wake(job.name, shopId);
  }
}
