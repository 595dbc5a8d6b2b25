/** Sampling interval of the event loop under load. */
const PROBE_MS = 10;
/** A timer delay that makes the p99 of requests long. */
const MAX_DELAY_MS = 20;
/** Number of requests in `WINDOW_MS` that count as load: the worker need not yield to a few. */
const MANY_REQUESTS = 50;
/** Longer than the usual event loop delay, because delayed requests count only when they are read. */
const WINDOW_MS = 1_000;

export interface SaturationMonitor {
  /**
   * Called for each request.
   * @returns a function to call when it is answered or aborted
   */
  trackRequest(): () => void;
  /** Whether many requests arrive and the event loop is too slow for them. */
  isSaturated(): boolean;
}

interface Timing {
  nowMs(): number;
  /** Calls back after this delay, or later when the event loop is busy. */
  schedule(callback: () => void, ms: number): unknown;
}

/**
 * Detects when a process is too busy to answer requests in time. The event loop delay is measured
 * only while many requests arrive: jobs delay it too, and without requests that does not matter.
 */
export function createSaturationMonitor({ nowMs, schedule }: Timing): SaturationMonitor {
  let inFlight = 0;
  // A ring buffer: the oldest response is replaced next.
  const answeredMs: number[] = Array.from({ length: MANY_REQUESTS }, () => -Infinity);
  let answers = 0;
  let delayedAtMs = -Infinity;
  let isProbing = false;

  /** Whether the requests in flight and recently answered ones are many. */
  function areMany(): boolean {
    if (inFlight >= MANY_REQUESTS) return true;
    const decisive = answeredMs[(answers + inFlight) % MANY_REQUESTS] ?? -Infinity;
    return nowMs() - decisive <= WINDOW_MS;
  }

  function probe(): void {
    const dueMs = nowMs() + PROBE_MS;
    schedule(() => {
      if (nowMs() - dueMs >= MAX_DELAY_MS) delayedAtMs = nowMs();
      isProbing = areMany();
      if (isProbing) probe();
    }, PROBE_MS);
  }

  return {
    trackRequest() {
      inFlight += 1;
      if (!isProbing && areMany()) {
        isProbing = true;
        probe();
      }
      return () => {
        inFlight -= 1;
        answeredMs[answers % MANY_REQUESTS] = nowMs();
        answers += 1;
      };
    },
    // A delay counts as long as a request does, since no further delay occurs while work is held back.
    isSaturated: () => areMany() && nowMs() - delayedAtMs <= WINDOW_MS,
  };
}
