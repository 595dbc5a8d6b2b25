import type { Logger } from "pino";

interface SweeperDeps {
  readonly now: () => Date;
  readonly log: Logger;
}

interface Sweeper {
  stop(): Promise<void>;
}

/** Interval of reading the clock, which costs nothing. */
const TICK_MS = 100;
/** A minute of the clock that decides what is due, which may run faster than real time. */
const MINUTE_MS = 60_000;
/**
 * The pause is this multiple of the last sweep's duration, so that sweeps never take more than a
 * fifth of the time.
 */
const PAUSE_FACTOR = 4;

/**
 * Sweeps once per minute of the clock that decides what is due, and at least at a fixed real interval, because a
 * demo's clock may stand still or run fast.
 */
export function startSweeper(
  sweep: () => Promise<void>,
  { now, log }: SweeperDeps,
  { sweepEveryMs }: { readonly sweepEveryMs: number },
): Sweeper {
  let sweeping: Promise<void> | null = null;
  // The first sweep is due at once: wake-ups may have been lost with the process before this one.
  let sweptAt = now().getTime();
  let startedMs = 0;
  let endedMs = -Infinity;

  const isDue = () => {
    const pausedMs = performance.now() - endedMs;
    if (pausedMs < PAUSE_FACTOR * (endedMs - startedMs)) return false;
    return pausedMs >= sweepEveryMs || Math.abs(now().getTime() - sweptAt) >= MINUTE_MS;
  };

  const timer = setInterval(
    () => {
      if (sweeping !== null || !isDue()) return;
      sweptAt = now().getTime();
      startedMs = performance.now();
      sweeping = sweep()
        .catch((error: unknown) => log.error({ err: error }, "sweep failed"))
        .finally(() => {
          sweeping = null;
          endedMs = performance.now();
        });
    },
    Math.min(TICK_MS, sweepEveryMs),
  );

  return {
    async stop() {
      clearInterval(timer);
      await sweeping;
    },
  };
}
