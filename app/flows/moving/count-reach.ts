import { listTargets, type Step } from "../definition/step";
import type { FlowDefinition } from "../flow";

type Steps = Pick<FlowDefinition, "steps">;

/** What publishing a mail does for the people who are in a flow already. */
export interface EmailReach {
  readonly people: number;
  /** Who may still come to the mail, by the step that they do next. */
  readonly coming: readonly { readonly stepId: string; readonly count: number }[];
  /** Who have passed it. */
  readonly past: number;
  /** Who go on by an earlier version of the flow, which does not have it. */
  readonly without: number;
}

/** Runs that do the same step of the same version next. */
interface StepPosition {
  readonly stepId: string | null;
  readonly version: number;
  readonly count: number;
}

/**
 * Whom a mail of a flow can still reach. A run keeps the version that it began with.
 *
 * @param definitionOf of the versions that the runs are on
 */
export function countReach(
  templateId: string,
  positions: readonly StepPosition[],
  definitionOf: (version: number) => Steps,
): EmailReach {
  const coming = new Map<string, number>();
  let past = 0;
  let without = 0;
  for (const { stepId, version, count } of positions) {
    const { steps } = definitionOf(version);
    if (!steps.some((step) => sendsTemplate(step, templateId))) without += count;
    else if (
      stepId !== null &&
      canReach(steps, stepId, (step) => sendsTemplate(step, templateId))
    ) {
      coming.set(stepId, (coming.get(stepId) ?? 0) + count);
    } else past += count;
  }
  return {
    people: positions.reduce((sum, { count }) => sum + count, 0),
    coming: [...coming].map(([stepId, count]) => ({ stepId, count })),
    past,
    without,
  };
}

const sendsTemplate = (step: Step, templateId: string): boolean =>
  step.kind === "send" && step.templateId === templateId;

/** Whether a run that does a step next may come to one that is asked for. */
function canReach(
  steps: readonly Step[],
  stepId: string,
  isTarget: (step: Step) => boolean,
): boolean {
  const step = steps.find((it) => it.stepId === stepId);
  if (!step) return false;
  return (
    isTarget(step) || listNextStepIds(steps, step).some((next) => canReach(steps, next, isTarget))
  );
}

/** Where a run may go from a step; the ways of a flow lead further down only. */
export function listNextStepIds(steps: readonly Step[], step: Step): readonly string[] {
  if (step.kind === "exit") return [];
  const targets = listTargets(step);
  if (targets.length > 0) return targets.flatMap((target) => target ?? []);
  const below = steps[steps.indexOf(step) + 1];
  return below ? [below.stepId] : [];
}
