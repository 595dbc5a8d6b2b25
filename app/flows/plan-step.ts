import type { Arm } from "~/experiments/draw-arm";
import { laterBy, DurationMs, waitMs } from "./duration";
import { exitReason, type ExitReason } from "./enrollment/exit-reason";
import { triggerDelayMs, type Condition, type FlowDefinition, type Step } from "./flow";
import type { RunFacts } from "./enrollment/run-facts";
import type { SendIntent, SendStep, TriggerObject } from "./send-step";

/** A run that is due. */
export interface DueRun {
  readonly arm: Arm;
  readonly stepId: string;
  /** When it was due: a wait counts from here, so that a late worker does not stretch it. */
  readonly dueAt: Date;
  readonly trigger: TriggerObject;
  /** Whether a human clicked in a mail of this run. */
  readonly hasClicked: boolean;
}

export type Command =
  | {
      readonly kind: "plan_message";
      readonly stepId: string;
      /** `withheld`: for the holdout, what would have been sent. */
      readonly state: "planned" | "withheld";
      readonly notBefore: Date;
      readonly expiresAt: Date;
      readonly intent: SendIntent;
    }
  | { readonly kind: "wait"; readonly stepId: string; readonly until: Date }
  | { readonly kind: "exit"; readonly reason: ExitReason }
  | { readonly kind: "complete" };

/**
 * What a due run does: any number of mails, and then exactly one of waiting,
 * ending early, or completing. Every guard is asked anew, since the run may
 * have waited for weeks.
 */
export function planStep(
  definition: FlowDefinition,
  run: DueRun,
  facts: RunFacts,
  now: Date,
): Command[] {
  const reason = exitReason(definition.exits, facts);
  if (reason !== null) return [{ kind: "exit", reason }];

  const idleAt = idleFrom(definition, facts);
  if (idleAt !== null && idleAt > now) {
    return [{ kind: "wait", stepId: run.stepId, until: idleAt }];
  }

  const commands: Command[] = [];
  let from = run.dueAt;
  let step = stepAt(definition.steps, run.stepId);
  while (step !== null) {
    switch (step.kind) {
      case "wait": {
        const next = stepAfter(definition.steps, step);
        if (next === null) return [...commands, { kind: "complete" }];
        const until = laterBy(from, waitMs(step.for));
        return [...commands, { kind: "wait", stepId: next.stepId, until }];
      }
      case "send":
        commands.push(planMessage(definition, step, run, from));
        // From here on a wait is a distance to this mail, which may have been planned late.
        from = now;
        step = stepAfter(definition.steps, step);
        break;
      case "split": {
        const target = isTrue(step.condition, run, facts) ? step.whenTrue : step.whenFalse;
        step = target === null ? null : stepAt(definition.steps, target);
        break;
      }
      case "exit":
        step = null;
        break;
    }
  }
  return [...commands, { kind: "complete" }];
}

/** When the checkout counts as idle, if that is what started the flow. */
function idleFrom({ trigger }: FlowDefinition, { object }: RunFacts): Date | null {
  return trigger.kind === "checkout_idle" && object?.kind === "checkout"
    ? laterBy(object.updatedAt, triggerDelayMs(trigger))
    : null;
}

function planMessage(
  { exits }: FlowDefinition,
  step: SendStep,
  { arm, trigger }: DueRun,
  dueAt: Date,
): Command {
  const { templateId, template, copy, picks, purpose, audience, exemptFromHourCap } = step;
  return {
    kind: "plan_message",
    stepId: step.stepId,
    state: arm === "holdout" ? "withheld" : "planned",
    notBefore: laterBy(dueAt, DurationMs.minutes(step.settleMinutes)),
    expiresAt: laterBy(dueAt, DurationMs.hours(step.expiresAfterHours)),
    intent: {
      origin: "flow",
      ...(templateId !== undefined && { templateId }),
      template,
      copy,
      picks,
      purpose,
      audience,
      exemptFromHourCap,
      exits,
      trigger,
    },
  };
}

function isTrue(condition: Condition, run: DueRun, facts: RunFacts): boolean {
  switch (condition.kind) {
    case "is_subscribed":
      return facts.profile.marketingState === "subscribed";
    case "has_clicked":
      return run.hasClicked;
  }
}

function stepAt(steps: readonly Step[], stepId: string): Step | null {
  return steps.find((step) => step.stepId === stepId) ?? null;
}

function stepAfter(steps: readonly Step[], step: Step): Step | null {
  return steps[steps.indexOf(step) + 1] ?? null;
}
