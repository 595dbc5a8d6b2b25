import type { Step } from "../definition/step";
import { listTargets } from "../definition/step-targets";
import type { FlowDefinition } from "../definition/flow";

type Steps = Pick<FlowDefinition, "steps">;

/** How a published email affects active enrollments. */
export interface EmailReach {
  readonly people: number;
  /** Enrollments that can still reach the email, by their next step. */
  readonly coming: readonly { readonly stepId: string; readonly count: number }[];
  /** Enrollments past the email. */
  readonly past: number;
  /** Enrollments on an earlier version without the email. */
  readonly without: number;
}

/** Enrollments with the same next step and version. */
interface StepPosition {
  readonly stepId: string | null;
  readonly version: number;
  readonly count: number;
}

/**
 * Counts the enrollments that an email can still reach. Enrollments keep their version.
 *
 * @param definitionOf definitions of the enrollments' versions
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

/** Whether an enrollment at a step can reach a target step. */
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

/** The possible next steps. Paths only lead to later steps. */
export function listNextStepIds(steps: readonly Step[], step: Step): readonly string[] {
  if (step.kind === "exit") return [];
  const targets = listTargets(step);
  if (targets.length > 0) return targets.flatMap((target) => target ?? []);
  const below = steps[steps.indexOf(step) + 1];
  return below ? [below.stepId] : [];
}
