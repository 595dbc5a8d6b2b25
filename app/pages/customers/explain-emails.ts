import { hasReachedEnd, type EnrollmentState } from "~/flows/rules/enrollment-state";
import type { Step } from "~/flows/definition/step";
import { listTargets } from "~/flows/definition/step-targets";
import type { FlowDefinition } from "~/flows/definition/flow";
import type { MessageState } from "~/messages/message";

/** The state of an enrollment. */
export interface EnrollmentProgress {
  readonly state: EnrollmentState;
  readonly exitReason: string | null;
  /** The next step, or the one it ended before. */
  readonly stepId: string | null;
}

/** An email planned by an enrollment. */
export interface PlannedFlowEmail {
  readonly stepId: string | null;
  readonly messageId: string;
  readonly state: MessageState;
  readonly reason: string | null;
  readonly at: Date;
}

/** Why a customer did or did not get one email of a flow. */
export type EmailExplanation = {
  readonly stepId: string;
  /** In the flow, from 1. */
  readonly number: number;
} & (
  | ({ readonly kind: "planned" } & Pick<PlannedFlowEmail, "messageId" | "state" | "reason" | "at">)
  /** The enrollment can still reach it. */
  | { readonly kind: "to_come" }
  /** The enrollment took another branch. */
  | { readonly kind: "other_way" }
  /** The enrollment ended before it. */
  | { readonly kind: "left"; readonly reason: string }
);

/** The outcome of each email of a flow in one enrollment, in flow order. */
export function explainEmails(
  definition: FlowDefinition,
  enrollment: EnrollmentProgress,
  emails: readonly PlannedFlowEmail[],
): EmailExplanation[] {
  const ahead = stepsFrom(definition.steps, enrollment.stepId);
  const sends = definition.steps.filter(({ kind }) => kind === "send");
  return sends.map(({ stepId }, i): EmailExplanation => {
    const answer = { stepId, number: i + 1 };
    const email = emails.find((it) => it.stepId === stepId);
    if (email) {
      const { messageId, state, reason, at } = email;
      return { ...answer, kind: "planned", messageId, state, reason, at };
    }
    if (hasReachedEnd(enrollment) || !ahead.has(stepId)) return { ...answer, kind: "other_way" };
    return enrollment.state === "ended"
      ? { ...answer, kind: "left", reason: enrollment.exitReason ?? "object_gone" }
      : { ...answer, kind: "to_come" };
  });
}

/** All steps reachable from a step, that step included; none if it is not in the flow. */
function stepsFrom(steps: readonly Step[], from: string | null): ReadonlySet<string> {
  const reached = new Set(steps.some(({ stepId }) => stepId === from) && from ? [from] : []);
  // Steps only lead forward, so one pass finds all.
  steps.forEach((step, i) => {
    if (!reached.has(step.stepId)) return;
    for (const to of listTargets(step)) if (to !== null) reached.add(to);
    const below = steps[i + 1];
    if (below && !BRANCHES.has(step.kind) && !("next" in step && step.next !== undefined))
      reached.add(below.stepId);
  });
  return reached;
}

/** Steps that define their own branches or end the flow. */
const BRANCHES: ReadonlySet<Step["kind"]> = new Set(["split", "random_split", "wait_for", "exit"]);
