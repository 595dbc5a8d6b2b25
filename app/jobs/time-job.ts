import type { InSpan } from "~/lib/traces.server";
import type { Job } from "./job.server";

/** Wraps a job so that each slice is traced, and its duration and outcome are counted. */
export function timeJob<Deps>(
  job: Job<Deps>,
  count: (job: string, outcome: "done" | "failed", seconds: number) => void,
  inSpan: InSpan,
): Job<Deps> {
  return {
    ...job,
    async run(shopId, ...args) {
      const startMs = performance.now();
      const end = (outcome: "done" | "failed") =>
        count(job.name, outcome, (performance.now() - startMs) / 1_000);
      try {
        const drained = await inSpan(
          `job ${job.name}`,
          { "kindred.job": job.name, "kindred.shop": shopId },
          () => job.run(shopId, ...args),
        );
        end("done");
        return drained;
      } catch (error) {
        end("failed");
        throw error;
      }
    },
  };
}
