/** After a slice the worker rests for so many times as long as the slice took. */
const REST_TIMES = 3;
/** The first in line waits no longer: what is due is worked off, slower, under any load. */
const MOST_WAIT_MS = 1_000;
const LOOK_EVERY_MS = 5;

/** Runs a slice of work when it is its turn. */
export type GiveWay = <T>(slice: () => Promise<T>) => Promise<T>;

interface Timing {
  nowMs(): number;
  pause(ms: number): Promise<unknown>;
}

/**
 * Lets a worker stand back while something more urgent goes on in its process: slices then go in
 * the order in which they came, one at a time, with a rest after each. One that runs for long keeps
 * nobody out for more than a second. Otherwise all go at once.
 *
 * @param isPressed whether something more urgent goes on just now
 */
export function createGiveWay(isPressed: () => boolean, { nowMs, pause }: Timing): GiveWay {
  let running = 0;
  let startedMs = -Infinity;
  let restsUntilMs = -Infinity;
  const line: object[] = [];
  const isFree = () =>
    (running === 0 && nowMs() >= restsUntilMs) || nowMs() - startedMs >= MOST_WAIT_MS;

  return async (slice) => {
    const place = {};
    line.push(place);
    while (isPressed() && !(line[0] === place && isFree())) await pause(LOOK_EVERY_MS);
    line.splice(line.indexOf(place), 1);
    const beganMs = nowMs();
    startedMs = beganMs;
    running += 1;
    try {
      return await slice();
    } finally {
      running -= 1;
      restsUntilMs = nowMs() + REST_TIMES * (nowMs() - beganMs);
    }
  };
}
