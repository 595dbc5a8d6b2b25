/** Sampling interval of the event loop under load. */
const PROBE_MS = 10;
/** A timer that is late by so much makes the p99 of requests long. */
const MAX_DELAY_MS = 20;
/** Number of requests in `WINDOW_MS` that count as load: the worker need not yield to a few. */
const MANY_REQUESTS = 50;
/** Longer than work delays the event loop: requests that wait for it count only when it reads them. */
const WINDOW_MS = 1_000;

export interface SaturationMonitor {
  /** To be called for each request. @returns what is to be called when it is answered or given up */
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
  // A ring: the oldest of the last answers is the next to be replaced.
  const answeredMs: number[] = Array.from({ length: MANY_REQUESTS }, () => -Infinity);
  let answers = 0;
  let delayedAtMs = -Infinity;
  let isProbing = false;

  /** Whether those in flight and those that were answered within the window are many. */
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
    // A delay counts for as long as a request does: with work held back the next delay does not come.
    isSaturated: () => areMany() && nowMs() - delayedAtMs <= WINDOW_MS,
  };
}
