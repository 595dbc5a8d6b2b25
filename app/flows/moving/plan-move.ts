import type { FlowDefinition } from "../flow";

/**
 * Where runs go on that stand before each step of an earlier version: at the same step where it is
 * still there, else at the next one of their own version that is; null where none is, and they end.
 */
export function planMove(
  from: Pick<FlowDefinition, "steps">,
  to: Pick<FlowDefinition, "steps">,
): ReadonlyMap<string, string | null> {
  const remaining = new Set(to.steps.map(({ stepId }) => stepId));
  return new Map(
    from.steps.map(({ stepId }, i) => [
      stepId,
      from.steps.slice(i).find((step) => remaining.has(step.stepId))?.stepId ?? null,
    ]),
  );
}

/** What moving runs to another version would do. */
export interface MoveCounts {
  /** All whom it concerns. */
  readonly people: number;
  /** Of them: their step is no more, and they go on at a later one. */
  readonly further: number;
  /** Of them: nothing is left for them, and they leave the flow. */
  readonly ending: number;
}

/** Runs that stand before the same step of the same version. */
interface StepGroup {
  readonly stepId: string | null;
  readonly version: number;
  readonly count: number;
}

/** @param moveOf where runs of a version go on, as `planMove` has it */
export function countMove(
  groups: readonly StepGroup[],
  moveFrom: (version: number) => ReadonlyMap<string, string | null>,
): MoveCounts {
  const sum = (fits: (to: string | null, from: string | null) => boolean) =>
    groups
      .filter(({ stepId, version }) => fits(moveFrom(version).get(stepId ?? "") ?? null, stepId))
      .reduce((total, { count }) => total + count, 0);
  return {
    people: sum(() => true),
    further: sum((to, from) => to !== null && to !== from),
    ending: sum((to) => to === null),
  };
}
