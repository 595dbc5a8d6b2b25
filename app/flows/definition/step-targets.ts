import type { Step } from "./step";

/** The explicit targets of a step, without the step below. */
export function listTargets(step: Step): readonly (string | null)[] {
  if (step.kind === "split") return [step.whenTrue, step.whenFalse];
  if (step.kind === "wait_for") return [step.whenHappened, step.whenNot];
  if (step.kind === "random_split") return step.paths.map(({ to }) => to);
  return step.kind !== "exit" && step.next !== undefined ? [step.next] : [];
}
