import { getEmailNumber } from "~/flows/email-name";
import type { FlowDefinition } from "~/flows/definition/flow";
import type { Step } from "~/flows/definition/step";

/** A part of a flow besides its steps. */
type FlowPart = "trigger" | "audience" | "exits" | "goal" | "holdout" | "limits" | "paths" | "note";

/** A difference between two versions of a flow. */
export type FlowDifference =
  | { readonly kind: "part"; readonly part: FlowPart }
  | {
      readonly kind: "added" | "removed";
      readonly step: Step;
      /** Of an email in its version; null for other steps. */
      readonly number: number | null;
    }
  | {
      readonly kind: "changed";
      readonly step: Step;
      readonly before: Step;
      readonly number: number | null;
    };

/**
 * What a version changed, in the order of the flow. Where paths lead counts only if the steps are the same: a new step
 * is the reason of its own paths.
 */
export function compareFlows(before: FlowDefinition, after: FlowDefinition): FlowDifference[] {
  const find = (steps: readonly Step[], id: string) => steps.find(({ stepId }) => stepId === id);
  const removed = before.steps.filter(({ stepId }) => !find(after.steps, stepId));
  const ofSteps = after.steps.flatMap((step): FlowDifference[] => {
    const was = find(before.steps, step.stepId);
    const number = getEmailNumber(after, step.stepId);
    if (!was) return [{ kind: "added", step, number }];
    return isSame(withoutTargets(was), withoutTargets(step))
      ? []
      : [{ kind: "changed", step, before: was, number }];
  });
  const hasNewSteps = removed.length > 0 || ofSteps.some(({ kind }) => kind === "added");
  return [
    ...part("trigger", before.trigger, after.trigger),
    ...ofSteps,
    ...removed.map((step) => ({
      ...{ kind: "removed" as const, step },
      number: getEmailNumber(before, step.stepId),
    })),
    ...(hasNewSteps ? [] : part("paths", targetsOf(before), targetsOf(after))),
    ...part("audience", before.filter, after.filter),
    ...part("exits", before.exits.toSorted(), after.exits.toSorted()),
    ...part("goal", before.goal, after.goal),
    ...part("holdout", before.holdoutRate, after.holdoutRate),
    ...part("limits", limitsOf(before), limitsOf(after)),
    ...part("note", before.note, after.note),
  ];
}

const part = (name: FlowPart, before: unknown, after: unknown): FlowDifference[] =>
  isSame(before, after) ? [] : [{ kind: "part", part: name }];

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

const limitsOf = ({ reentryDays, repeatDays, priority, onlyAlone }: FlowDefinition) => [
  ...[reentryDays, repeatDays, priority, onlyAlone],
];

function withoutTargets(step: Step): object {
  if (step.kind === "random_split") {
    return { ...step, paths: step.paths.map(({ name, share }) => ({ name, share })) };
  }
  const { next, whenTrue, whenFalse, whenHappened, whenNot, ...own } = step as Step &
    Partial<Record<"next" | "whenTrue" | "whenFalse" | "whenHappened" | "whenNot", unknown>>;
  return own;
}

/** Where each step leads; without a target, to the step below. */
function targetsOf({ steps }: FlowDefinition): unknown {
  return steps.map((step, i) => [
    step.stepId,
    step.kind === "random_split" ? step.paths.map(({ to }) => to) : null,
    step.kind === "split" ? [step.whenTrue, step.whenFalse] : null,
    step.kind === "wait_for" ? [step.whenHappened, step.whenNot] : null,
    "next" in step && step.next !== undefined ? step.next : (steps[i + 1]?.stepId ?? null),
  ]);
}
