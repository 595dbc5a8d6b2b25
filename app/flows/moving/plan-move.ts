import type { FlowDefinition } from "../definition/flow";

/**
 * The new step of enrollments at each step of an earlier version: the same step if it is
 * still there, else the next remaining one of their own version; null if none remains and they end.
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

/** The effect of moving enrollments to another version. */
export interface MoveCounts {
  /** All affected enrollments. */
  readonly people: number;
  /** Those that continue at a later step because theirs was removed. */
  readonly further: number;
  /** Those that end because no step remains. */
  readonly ending: number;
}

/** Enrollments at the same step of the same version. */
interface StepGroup {
  readonly stepId: string | null;
  readonly version: number;
  readonly count: number;
}

/** @param moveOf the new step of each earlier version's enrollments, from `planMove` */
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
