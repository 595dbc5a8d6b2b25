import type { FlowDefinition } from "./flow";
import { listTargets } from "./step-targets";

/** Emails of a flow. */
export interface FlowEmailCounts {
  readonly total: number;
  /** The most that one profile can get: splits lead past the others. */
  readonly most: number;
}

/** Counts the emails of a flow. A path only leads further down, so the counts build up from the end. */
export function countFlowEmails({ steps }: Pick<FlowDefinition, "steps">): FlowEmailCounts {
  const mostFrom = new Map<string, number>();
  let below = 0;
  for (const step of steps.toReversed()) {
    const targets = listTargets(step);
    const next =
      targets.length > 0
        ? Math.max(...targets.map((id) => (id === null ? 0 : (mostFrom.get(id) ?? 0))))
        : step.kind === "exit"
          ? 0
          : below;
    below = next + (step.kind === "send" ? 1 : 0);
    mostFrom.set(step.stepId, below);
  }
  return { total: steps.filter(({ kind }) => kind === "send").length, most: below };
}
