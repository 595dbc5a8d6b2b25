import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";
import { z } from "zod";
import { AppError } from "~/lib/errors";
import { ShopId } from "~/lib/shop-id";
import type { JobName } from "./job.server";
import { HEARTBEAT_SECONDS, type PgBossQueue, type WakeUpRow } from "./queue.pg-boss.server";

const WakeUp = z.object({ shopId: ShopId });

/** For databases that cannot notify, such as behind a pooler in transaction mode. */
const POLL_SECONDS_WITHOUT_NOTIFICATIONS = 2;
/** A timer that fires slightly early would find nothing. */
const TIMER_MARGIN_MS = 10;
/** How long a stop waits for running drains. */
const STOP_TIMEOUT_MS = 20_000;

export interface PolledJob {
  readonly name: JobName;
  /** Number of shops to drain in parallel. */
  readonly maxRunning: number;
  /** @returns the jobs that follow for this shop, in this process if they can begin at once */
  drain(shopId: ShopId): Promise<readonly JobName[]>;
}

export interface Pollers {
  /** Drains these shops now, without a wake-up. The queue wakes those that cannot begin at once. */
  begin(name: JobName, shopIds: readonly ShopId[]): Promise<void>;
  /** Stops fetching and waits for running drains. Unfinished ones are retried later. */
  stop(): Promise<void>;
}

/**
 * Fetches the wake-ups of each job when a notification announces them: one statement for all free slots. Each pg-boss
 * worker would fetch separately, sleep after each job and never learn when a delayed one is due.
 * @param pollSeconds interval of the statement that looks for wake-ups without a notification
 */
export async function startPollers(
  queue: PgBossQueue,
  log: Logger,
  jobs: readonly PolledJob[],
  { pollSeconds }: { readonly pollSeconds: number },
): Promise<Pollers> {
  const pollers = new Map<string, Poller>(
    jobs.map((job) => [job.name, createPoller(queue, log, job, follow)]),
  );

  async function follow(names: readonly JobName[], shopId: ShopId): Promise<void> {
    for (const name of names) await begin(name, [shopId]);
  }

  async function begin(name: JobName, shopIds: readonly ShopId[]): Promise<void> {
    const poller = pollers.get(name);
    const rest = shopIds.filter((shopId) => poller?.begin(shopId) !== true);
    if (rest.length > 0) await queue.wakeAll(name, rest);
  }

  async function poll(): Promise<void> {
    try {
      for (const name of await queue.listWaiting()) pollers.get(name)?.wake();
    } catch (error) {
      log.error({ err: error }, "poll failed");
    }
  }

  queue.onNotification((name) => {
    if (name === null) void poll();
    else pollers.get(name)?.wake();
  });
  const everySeconds = queue.isNotified() ? pollSeconds : POLL_SECONDS_WITHOUT_NOTIFICATIONS;
  const polling = setInterval(() => void poll(), everySeconds * 1_000);
  const heartbeat = setInterval(
    () => {
      for (const poller of pollers.values()) void poller.touch();
    },
    (HEARTBEAT_SECONDS / 2) * 1_000,
  );
  await poll();

  return {
    begin,
    async stop() {
      clearInterval(polling);
      const timeout = new AbortController();
      const isLate = pause(STOP_TIMEOUT_MS, undefined, timeout).catch(() => undefined);
      await Promise.all([...pollers.values()].map((poller) => poller.stop(isLate)));
      timeout.abort();
      clearInterval(heartbeat);
    },
  };
}

interface Poller {
  /** Fetches, because a wake-up may wait. */
  wake(): void;
  /**
   * Drains a shop now, without a wake-up.
   * @returns whether it began: not while as many shops as allowed, or this one, are drained here
   */
  begin(shopId: ShopId): boolean;
  /** Keeps other workers from treating running wake-ups as those of a killed process. */
  touch(): Promise<void>;
  stop(isLate: Promise<void>): Promise<void>;
}

function createPoller(
  { boss, wake, msUntilDelayed }: PgBossQueue,
  log: Logger,
  { name, maxRunning, drain }: PolledJob,
  follow: (names: readonly JobName[], shopId: ShopId) => Promise<void>,
): Poller {
  const running = new Map<WakeUpRow, Promise<void>>();
  /** Shops that are drained without a wake-up. */
  const direct = new Map<ShopId, Promise<void>>();
  const timers = new Set<NodeJS.Timeout>();
  let wakeCount = 0;
  let mayWait = false;
  let fetching: Promise<void> | null = null;
  let isStopping = false;

  const logError = (what: string) => (error: unknown) => {
    log.error({ err: error, job: name }, what);
  };
  const countFree = () => maxRunning - running.size - direct.size;
  const canFetch = () => mayWait && countFree() > 0 && !isStopping;

  function fetchSoon(): void {
    mayWait = true;
    if (!fetching && canFetch()) fetching = fetchWhileFree();
  }

  async function fetchWhileFree(): Promise<void> {
    do {
      mayWait = false;
      const seenCount = wakeCount;
      const batchSize = countFree();
      try {
        const wakeUps = await boss.fetch<object>(name, { batchSize });
        for (const wakeUp of wakeUps) running.set(wakeUp, run(wakeUp, seenCount));
        if (wakeUps.length === batchSize) mayWait = true;
      } catch (error) {
        log.error({ err: error, job: name }, "fetch failed");
      }
    } while (canFetch());
    fetching = null;
  }

  async function run(wakeUp: WakeUpRow, seenCount: number): Promise<void> {
    try {
      const { shopId } = WakeUp.parse(wakeUp.data);
      // One after the other, as the queue does it with wake-ups.
      await direct.get(shopId);
      const next = await drained(shopId);
      if (next) {
        await follow(next, shopId);
        await boss.complete(name, wakeUp);
      } else await retry(wakeUp);
    } catch (error) {
      // Without its heartbeat the wake-up is retried.
      log.error({ err: error, job: name }, "settling failed");
    }
    running.delete(wakeUp);
    // Wake-ups that arrived meanwhile may be for the same shop and could not be fetched until now.
    if (mayWait || wakeCount !== seenCount) fetchSoon();
  }

  /** If the process is killed meanwhile, the sweep finds what is due. */
  async function runDirect(shopId: ShopId): Promise<void> {
    const seenCount = wakeCount;
    try {
      const next = await drained(shopId);
      if (next) await follow(next, shopId);
      // The queue retries it with its delays.
      else await wake(name, shopId);
    } catch (error) {
      // The sweep finds what is due.
      log.error({ err: error, job: name }, "following failed");
    }
    direct.delete(shopId);
    if (mayWait || wakeCount !== seenCount) fetchSoon();
  }

  /** @returns the jobs that follow; null if it failed */
  async function drained(shopId: ShopId): Promise<readonly JobName[] | null> {
    try {
      return await drain(shopId);
    } catch (error) {
      const context = error instanceof AppError ? error.context : {};
      log.error({ err: error, job: name, shopId, ...context }, "job failed");
      return null;
    }
  }

  /** No notification announces when a delayed wake-up is due. */
  async function retry(wakeUp: WakeUpRow): Promise<void> {
    await boss.fail(name, wakeUp);
    mayWait = true;
    const waitMs = await msUntilDelayed(name);
    if (waitMs === null || isStopping) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      fetchSoon();
    }, waitMs + TIMER_MARGIN_MS);
    timers.add(timer);
  }

  return {
    wake() {
      wakeCount += 1;
      fetchSoon();
    },
    begin(shopId) {
      const isRunning = direct.has(shopId) || [...running.keys()].some((it) => isOf(it, shopId));
      if (isRunning || countFree() <= 0 || isStopping) return false;
      direct.set(shopId, runDirect(shopId));
      return true;
    },
    async touch() {
      if (running.size === 0) return;
      await boss.touch(name, [...running.keys()]).catch(logError("heartbeat failed"));
    },
    async stop(isLate) {
      isStopping = true;
      for (const timer of timers) clearTimeout(timer);
      await fetching;
      await Promise.race([Promise.all([...running.values(), ...direct.values()]), isLate]);
      for (const wakeUp of running.keys()) {
        await boss.fail(name, wakeUp).catch(logError("handing over failed"));
      }
      for (const shopId of direct.keys()) {
        await wake(name, shopId).catch(logError("handing over failed"));
      }
    },
  };
}

const isOf = ({ data }: WakeUpRow, shopId: ShopId): boolean =>
  WakeUp.safeParse(data).data?.shopId === shopId;
