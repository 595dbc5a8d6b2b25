import { Worker } from "node:worker_threads";
import type { FitInput, FitOutput, FitName } from "~/training-registry.server";
import { collectBuffers } from "./collect-buffers";
import type { ThreadMessage, ThreadTask } from "./serve-fit.server";
import type { TrainingProgress } from "./training-run";

export type ThreadOutcome<Output> =
  | { readonly kind: "fitted"; readonly output: Output }
  | { readonly kind: "aborted" };

interface ThreadOptions {
  readonly onProgress: (progress: TrainingProgress) => void;
  /** Terminates the thread at once. */
  readonly signal: AbortSignal;
  /** Resource limits of the thread, if lower than those of a training. */
  readonly limits?: ThreadLimits;
}

export interface ThreadLimits {
  /** For heap values; typed arrays are stored outside the heap. */
  readonly heapMb: number;
  readonly timeoutMs: number;
}

/** About the default of a process, and longer than nightly fits take. A fit that exceeds it is faulty. */
const MAX_LIMITS: ThreadLimits = { heapMb: 4_096, timeoutMs: 3 * 3_600_000 };

/** Fits keep their data in typed arrays outside the heap; a larger young generation only costs memory. */
const YOUNG_MB = 3;

/**
 * Runs a fit in a thread, so that requests and jobs continue meanwhile. Transfers the input's typed arrays, which are
 * empty afterward.
 * @throws the fit's error, or Error when the thread ended without a result, ran out of memory, or exceeded its time
 */
export async function runInThread<K extends FitName>(
  name: K,
  input: FitInput<K>,
  options: ThreadOptions,
): Promise<ThreadOutcome<FitOutput<K>>> {
  // The fits' types declare their results, and structured clones preserve them.
  return (await runThread(ENTRY, { fit: name, input }, options)) as ThreadOutcome<FitOutput<K>>;
}

/**
 * In the build, the entry lies next to the server's (vite.config.ts). When run from source, in tests and development,
 * the thread must also load TypeScript.
 */
const ENTRY = import.meta.url.endsWith(".ts")
  ? new URL("./thread.server.ts", import.meta.url)
  : new URL("./thread.js", import.meta.url);

/** Like `runInThread`, with the caller's entry, which calls `serveFit`. */
export function runThread(
  entry: URL,
  task: ThreadTask,
  { onProgress, signal, limits = MAX_LIMITS }: ThreadOptions,
): Promise<ThreadOutcome<unknown>> {
  if (signal.aborted) return Promise.resolve({ kind: "aborted" });
  const thread = new Worker(entry, {
    workerData: task,
    transferList: collectBuffers(task.input),
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMb, maxYoungGenerationSizeMb: YOUNG_MB },
    execArgv: entry.pathname.endsWith(".ts") ? ["--import", "tsx"] : [],
  });
  let timer: NodeJS.Timeout | undefined;
  return new Promise<ThreadOutcome<unknown>>((resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`A fit took more than ${limits.timeoutMs} ms`)),
      limits.timeoutMs,
    );
    const abort = () => resolve({ kind: "aborted" });
    signal.addEventListener("abort", abort, { once: true });
    thread.on("message", (message: ThreadMessage) => {
      if (message.kind === "progress") onProgress(message);
      else resolve({ kind: "fitted", output: message.output });
    });
    thread.on("error", reject);
    thread.on("exit", (code) => {
      signal.removeEventListener("abort", abort);
      reject(new Error(`A fit's thread ended with code ${code} and no answer`));
    });
  }).finally(() => {
    clearTimeout(timer);
    return thread.terminate();
  });
}
