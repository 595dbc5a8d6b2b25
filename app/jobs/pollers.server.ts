import type { Logger } from "pino";
import { z } from "zod";
import { AppError } from "~/lib/errors";
import { ShopId } from "~/lib/shop-id";
import type { JobName } from "./job.server";
import type { PgBossQueue } from "./queue.pg-boss.server";

const WakeUp = z.object({ shopId: ShopId });

/** Where the database cannot notify, as behind a pooler in transaction mode. */
const POLL_SECONDS_WITHOUT_NOTIFICATIONS = 2;
/** A timer that fires a little early would find nothing. */
const TIMER_MARGIN_MS = 10;

interface PollerOptions {
  /** How often each poller asks the database when no notification woke it. */
  readonly pollSeconds: number;
}

export interface Pollers {
  /** Runs a job for one woken shop at a time in each of so many pollers. */
  start(job: JobName, count: number, drain: (shopId: ShopId) => Promise<void>): Promise<void>;
  /** Ends the timers. The pollers themselves end with the queue. */
  stop(): void;
}

/**
 * pg-boss's workers, which by themselves sleep after each job and never learn when a delayed one is due.
 * Here a poller that ran a job fetches the next at once, so a burst is drained without a pause, and a
 * failed wake-up has a timer of its own. A drain that throws is logged here, once, and retried by the queue.
 */
export function createPollers(
  { boss, msUntilDelayed }: PgBossQueue,
  log: Logger,
  { pollSeconds }: PollerOptions,
): Pollers {
  const timers = new Set<NodeJS.Timeout>();
  let isStopped = false;

  /** Polls when the next delayed wake-up is due, because no notification announces it. */
  async function fetchWhenDue(job: JobName, pollerId: string): Promise<void> {
    const waitMs = await msUntilDelayed(job);
    if (waitMs === null || isStopped) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      boss.notifyWorker(pollerId);
    }, waitMs + TIMER_MARGIN_MS);
    timers.add(timer);
  }

  async function startOne(job: JobName, drain: (shopId: ShopId) => Promise<void>): Promise<void> {
    const pollerId: string = await boss.work(
      job,
      {
        pollingIntervalSeconds: POLL_SECONDS_WITHOUT_NOTIFICATIONS,
        notifyPollingIntervalSeconds: pollSeconds,
      },
      async ([wakeUp]) => {
        if (!wakeUp) return;
        boss.notifyWorker(pollerId);
        const { shopId } = WakeUp.parse(wakeUp.data);
        try {
          await drain(shopId);
        } catch (error) {
          const context = error instanceof AppError ? error.context : {};
          log.error({ err: error, job, shopId, ...context }, "job failed");
          // Failed here and not by throwing, so that the time of its retry is known. What pg-boss settles
          // after this is fenced to the attempt, which has ended.
          await boss.fail(job, wakeUp);
          await fetchWhenDue(job, pollerId);
        }
      },
    );
  }

  return {
    async start(job, count, drain) {
      for (let i = 0; i < count; i++) await startOne(job, drain);
    },
    stop() {
      isStopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
