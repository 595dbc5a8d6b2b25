import type { Step } from "./definition/step";
import { getEmailName } from "./email-name";
import { listNextStepIds } from "./moving/count-reach";

const WAITS: readonly Step["kind"][] = ["wait", "wait_until", "wait_for"];

/** Likely mistakes in a flow, as messages to the merchant. They do not prevent saving. */
export function findFlowWarnings(steps: readonly Step[]): string[] {
  const name = (stepId: string) => getEmailName({ steps }, stepId) ?? "Email";
  return steps
    .filter(({ kind }) => kind === "send")
    .flatMap((email) =>
      [...emailsRightAfter(steps, email)].map(
        (next) =>
          `${name(next)} comes right after ${name(email.stepId).toLowerCase()}: add a wait between them.`,
      ),
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
