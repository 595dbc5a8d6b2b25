import { constants, setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { collectBuffers } from "./collect-buffers";
import type { Fit, TrainingProgress } from "./training-run";

/** The input of a thread and its messages. */
export interface ThreadTask {
  readonly fit: string;
  readonly input: unknown;
}
export type ThreadMessage =
  | ({ readonly kind: "progress" } & TrainingProgress)
  | { readonly kind: "fitted"; readonly output: unknown };

/** Runs the fit of this thread. Transfers its result instead of copying it. */
export async function serveFit(
  fits: Readonly<Record<string, () => Promise<Fit<never, unknown>>>>,
): Promise<void> {
  yieldProcessor();
  const { fit: name, input } = workerData as ThreadTask;
  const fit = await fits[name]?.();
  if (!fit || !parentPort) throw new Error(`There is no fit "${name}", or no thread to run it in`);
  const report = (message: ThreadMessage, buffers: ArrayBuffer[] = []) =>
    parentPort?.postMessage(message, buffers);

  const output = fit(input as never, (progress) => report({ kind: "progress", ...progress }));
  report({ kind: "fitted", output }, collectBuffers(output));
}

/**
 * Requests and jobs need the processor sooner than a fit. Linux gives each thread a priority of its
 * own; on other systems the call would slow the whole process.
 */
function yieldProcessor(): void {
  if (process.platform === "linux") setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
}
