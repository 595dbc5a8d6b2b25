import { Worker } from "node:worker_threads";
import type { FitInput, FitOutput, TrainingKind } from "../fits.server";
import { buffersIn } from "./buffers-in";
import type { ThreadMessage, ThreadTask } from "./serve-fit.server";
import type { TrainingProgress } from "./training-run";

export type ThreadOutcome<Output> =
  { readonly kind: "fitted"; readonly output: Output } | { readonly kind: "aborted" };

interface ThreadOptions {
  readonly onProgress: (progress: TrainingProgress) => void;
  /** Ends the thread at once, wherever it is. */
  readonly signal: AbortSignal;
  /** What the thread may take; less is for tests. */
  readonly limits?: ThreadLimits;
}

interface ThreadLimits {
  /** Of values on its heap; typed arrays lie beside it. */
  readonly heapMb: number;
  readonly timeoutMs: number;
}

/** About what a process may take by itself, and longer than a night's fits have: what takes more has gone astray. */
const MAX_LIMITS: ThreadLimits = { heapMb: 4_096, timeoutMs: 3 * 3_600_000 };

/**
 * Runs a fit in a thread of its own, so that requests and jobs go on meanwhile. Typed arrays of the
 * input are handed over and are empty here afterwards.
 *
 * @throws what the fit threw, or Error when the thread ended without an answer, ran out of the memory
 *   that it may take, or was at it for too long
 */
export async function runInThread<K extends TrainingKind>(
  kind: K,
  input: FitInput<K>,
  options: ThreadOptions,
): Promise<ThreadOutcome<FitOutput<K>>> {
  // The table of fits says what each returns, and structured clones keep it.
  return (await runThread(ENTRY, { fit: kind, input }, options)) as ThreadOutcome<FitOutput<K>>;
}

/**
 * In the build the entry lies beside the server's own (vite.config.ts). Where the sources are run as
 * they are, in tests and development, the thread has to load TypeScript as well.
 */
const ENTRY = import.meta.url.endsWith(".ts")
  ? new URL("./thread.server.ts", import.meta.url)
  : new URL("./thread.js", import.meta.url);

/** As `runInThread`, with an entry of the caller's that calls `serveFit`. */
export function runThread(
  entry: URL,
  task: ThreadTask,
  { onProgress, signal, limits = MAX_LIMITS }: ThreadOptions,
): Promise<ThreadOutcome<unknown>> {
  if (signal.aborted) return Promise.resolve({ kind: "aborted" });
  const thread = new Worker(entry, {
    workerData: task,
    transferList: buffersIn(task.input),
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMb },
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
