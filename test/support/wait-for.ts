import { setTimeout as sleep } from "node:timers/promises";

/** Ample for any machine; ends an endless wait. */
const LIMIT_MS = 60_000;
const PAUSE_MS = 10;

/**
 * Polls until there is a result.
 *
 * @param what completes "Waited a minute for …"
 * @param ask null while there is no result
 * @param look describes the current state for the error
 * @throws the description after a minute without a result
 */
export async function waitFor<T>(
  what: string,
  ask: () => Promise<T | null> | T | null,
  look?: () => Promise<unknown>,
): Promise<T> {
  const endMs = performance.now() + LIMIT_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (performance.now() > endMs) {
      const instead = look ? `, and there is ${JSON.stringify(await look())}` : "";
      throw new Error(`Waited a minute for ${what}${instead}`);
    }
    await sleep(PAUSE_MS);
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
