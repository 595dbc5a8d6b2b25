import type { Step } from "../definition/step";
import { getEmailNumber } from "../email-name";
import { listNextStepIds } from "../moving/count-reach";

const WAITS: readonly Step["kind"][] = ["wait", "wait_until", "wait_for"];

/** An email that comes right after another one, by their numbers in the flow. */
export interface FlowWarning {
  readonly email: number;
  readonly after: number;
}

/** Likely mistakes in a flow. They do not prevent saving. */
export function findFlowWarnings(steps: readonly Step[]): FlowWarning[] {
  const numberOf = (stepId: string) => getEmailNumber({ steps }, stepId) ?? 0;
  return steps
    .filter(({ kind }) => kind === "send")
    .flatMap((email) =>
      [...emailsRightAfter(steps, email)].map((next) => ({
        email: numberOf(next),
        after: numberOf(email.stepId),
      })),
    );
}

/** Emails that follow a step without a wait. */
function emailsRightAfter(steps: readonly Step[], from: Step): ReadonlySet<string> {
  const found = new Set<string>();
  for (const stepId of listNextStepIds(steps, from)) {
    const step = steps.find((it) => it.stepId === stepId);
    if (!step || WAITS.includes(step.kind)) continue;
    if (step.kind === "send") found.add(stepId);
    else for (const next of emailsRightAfter(steps, step)) found.add(next);
  }
  return found;
}
