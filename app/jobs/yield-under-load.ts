/** Under load the worker backs off for this multiple of the slice's duration. */
const BACK_OFF_TIMES = 3;
/** The first in line waits no longer than this, so that due work continues slowly under any load. */
const MAX_WAIT_MS = 1_000;
const CHECK_EVERY_MS = 5;

/** Runs a slice of work in its turn. */
export type YieldUnderLoad = <T>(slice: () => Promise<T>) => Promise<T>;

interface Timing {
  nowMs(): number;
  pause(ms: number): Promise<unknown>;
}

/**
 * Makes a worker yield to requests in its process: while the process is saturated, slices run in order, one at a
 * time, with a back-off after each. A long slice delays the next one by a second at most. Otherwise slices run
 * concurrently.
 * @param isSaturated whether requests wait because the process is too busy
 */
export function createYieldUnderLoad(
  isSaturated: () => boolean,
  { nowMs, pause }: Timing,
): YieldUnderLoad {
  let running = 0;
  let startedMs = -Infinity;
  let backsOffUntilMs = -Infinity;
  const line: object[] = [];
  const isFree = () =>
    (running === 0 && nowMs() >= backsOffUntilMs) || nowMs() - startedMs >= MAX_WAIT_MS;

  return async (slice) => {
    const place = {};
    line.push(place);
    while (isSaturated() && !(line[0] === place && isFree())) await pause(CHECK_EVERY_MS);
    line.splice(line.indexOf(place), 1);
    const beganMs = nowMs();
    startedMs = beganMs;
    running += 1;
    try {
      return await slice();
    } finally {
      running -= 1;
      backsOffUntilMs = nowMs() + BACK_OFF_TIMES * (nowMs() - beganMs);
    }
  };
}
