import { getPriority } from "node:os";
import { serveFit } from "~/jobs/training/serve-fit.server";
import type { TrainingProgress } from "~/jobs/training/training-run";

type Report = (progress: TrainingProgress) => void;

// Unusual fits for testing a thread's behavior.
await serveFit({
  double: () =>
    Promise.resolve((numbers: Float64Array, report: Report) => {
      report({ step: "orders", doneRatio: 0.5 });
      return { numbers: numbers.map((value) => 2 * value), said: "done" };
    }),
  priority: () => Promise.resolve(() => getPriority()),
  endless: () =>
    Promise.resolve((_input: null, report: Report) => {
      report({ step: "orders", doneRatio: 0.1 });
      for (;;);
    }),
  hoarder: () =>
    Promise.resolve(() => {
      const kept: number[][] = [];
      for (;;) kept.push(Array.from({ length: 10_000 }, Math.random));
    }),
  broken: () =>
    Promise.resolve(() => {
      throw new RangeError("no numbers");
    }),
  quitter: () => Promise.resolve(() => process.exit(0)),
});
