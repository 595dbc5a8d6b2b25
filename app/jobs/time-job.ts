import type { Job } from "./job.server";

/** Wraps a job so that the duration and outcome of each slice are counted. */
export function timeJob<Deps>(
  job: Job<Deps>,
  count: (job: string, outcome: "done" | "failed", seconds: number) => void,
): Job<Deps> {
  return {
    ...job,
    async run(...args) {
      const startMs = performance.now();
      const end = (outcome: "done" | "failed") =>
        count(job.name, outcome, (performance.now() - startMs) / 1_000);
      try {
        const drained = await job.run(...args);
        end("done");
        return drained;
      } catch (error) {
        end("failed");
        throw error;
      }
    },
  };
}
