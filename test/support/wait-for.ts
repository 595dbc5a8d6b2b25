import { setTimeout as sleep } from "node:timers/promises";

/** Ends an endless wait. */
const LIMIT_MS = 60_000;
const PAUSE_MS = 10;
/** A round that takes longer counts as this much: on a busy machine everything takes longer, also what is waited for. */
const MAX_ROUND_MS = 25;

/**
 * Polls until there is a result.
 *
 * @param what completes "Waited a minute for …"
 * @param ask null while there is no result
 * @param look describes the current state for the error
 * @throws the description after a minute without a result, longer on a busy machine
 */
export async function waitFor<T>(
  what: string,
  ask: () => Promise<T | null> | T | null,
  look?: () => Promise<unknown>,
): Promise<T> {
  let waitedMs = 0;
  for (;;) {
    const startMs = performance.now();
    const answer = await ask();
    if (answer !== null) return answer;
    if (waitedMs > LIMIT_MS) {
      const instead = look ? `, and there is ${JSON.stringify(await look())}` : "";
      throw new Error(`Waited a minute for ${what}${instead}`);
    }
    await sleep(PAUSE_MS);
    waitedMs += Math.min(performance.now() - startMs, MAX_ROUND_MS);
  }
}

/**
 * Awaits a process.
 *
 * @throws the description when it has not ended within a minute
 */
export async function waitForExit<T>(what: string, running: Promise<T>): Promise<T> {
  const waited = new AbortController();
  const limit = sleep(LIMIT_MS, undefined, { signal: waited.signal }).then(() => {
    throw new Error(`Waited a minute for ${what}`);
  });
  // The loser of the race rejects later, which must be ignored.
  limit.catch(() => undefined);
  try {
    return await Promise.race([running, limit]);
  } finally {
    waited.abort();
  }
}
