import { setTimeout as sleep } from "node:timers/promises";

/** No machine is so slow that this is too short; it ends what would wait for ever. */
const LIMIT_MS = 60_000;
const PAUSE_MS = 10;

/**
 * Asks until there is an answer.
 *
 * @param what completes "Waited a minute for …"
 * @param ask null while there is no answer yet
 * @param look what there is instead, for whoever reads that it never came
 * @throws what it waited for, when there is none within a minute
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
 * The outcome of what goes on by itself.
 *
 * @throws what it waited for, when it has not ended within a minute
 */
export async function endOf<T>(what: string, running: Promise<T>): Promise<T> {
  const waited = new AbortController();
  const limit = sleep(LIMIT_MS, undefined, { signal: waited.signal }).then(() => {
    throw new Error(`Waited a minute for ${what}`);
  });
  // Ended by the other, it rejects: nobody is to hear of it.
  limit.catch(() => undefined);
  try {
    return await Promise.race([running, limit]);
  } finally {
    waited.abort();
  }
}
