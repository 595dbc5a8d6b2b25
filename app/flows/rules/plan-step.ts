import { unitHash, type HoldoutVariant, type HoldoutReason } from "~/experiments/draw-holdout";
import type { ActionStep } from "../definition/action-step";
import { requestedCoupon } from "../definition/chosen-discount";
import type { SplitCondition } from "../definition/condition";
import type { AwaitedEvent, Step } from "../definition/step";
import { getPurpose } from "../definition/purpose";
import { getTriggerDelayMs } from "../definition/trigger";
import { addMs, DurationMs, waitMs } from "../definition/duration";
import { findExitReason, type ExitReason } from "./exit-reason";
import { meetsCondition } from "./meets-condition";
import { isPurchasable, type EnrollmentFacts } from "./enrollment-facts";
import type { FlowDefinition } from "../definition/flow";
import type { SendIntent, SendStep, TriggerObject } from "../definition/send-step";
import { toInstant, nextHour } from "../time/wall-clock";

/** The time zones and hours for waits. */
export interface WaitClock {
  /** IANA name of the recipient's time zone. */
  readonly timeZone: string;
  readonly shopTimeZone: string;
  /** Best send time as an hour in the shop's time zone; null if unknown. */
  readonly bestHour: number | null;
}

/** A due enrollment. */
export interface DueEnrollment {
  readonly variant: HoldoutVariant;
  /** Whether its profile is in the shop-wide holdout, whatever the variant. */
  readonly isInShopHoldout: boolean;
  readonly stepId: string;
  /** The due time, from which waits count, so that a late worker does not extend them. */
  readonly dueAt: Date;
  readonly trigger: TriggerObject;
  /** Whether an email of this enrollment has a human click. */
  readonly hasClicked: boolean;
  /** Since when the enrollment waits for an event; null: it does not. */
  readonly waitsSince: Date | null;
  /** The key for random splits, constant per profile and flow. */
  readonly drawKey: string;
  readonly clock: WaitClock;
}

export type Command =
  | {
      readonly kind: "plan_message";
      readonly stepId: string;
      /** `withheld`: not sent because of the holdout. */
      readonly state: "planned" | "withheld";
      /** The reason for withholding it. */
      readonly reason: HoldoutReason | null;
      readonly notBefore: Date;
      readonly expiresAt: Date;
      readonly intent: SendIntent;
    }
  | {
      readonly kind: "wait";
      readonly stepId: string;
      readonly until: Date;
      /** Start of a wait for an event. */
      readonly since?: Date;
    }
  /** Suppresses marketing email to the profile until its next opt-in. */
  | { readonly kind: "suppress" }
  | { readonly kind: "set_property"; readonly name: string; readonly value: string }
  /** An action outside of Kindred. */
  | { readonly kind: "act"; readonly action: ActionStep }
  | { readonly kind: "exit"; readonly reason: ExitReason }
  | { readonly kind: "complete" };

/**
 * Plans a due enrollment: any number of messages and actions, then exactly one of
 * wait, exit or complete. All conditions are evaluated again, since the
 * enrollment may have waited for weeks. The holdout takes the same path without
 * sending anything.
 */
export function planStep(
  definition: FlowDefinition,
  enrollment: DueEnrollment,
  facts: EnrollmentFacts,
  now: Date,
): Command[] {
  const reason = getEndReason(definition, facts);
  if (reason !== null) return [{ kind: "exit", reason }];

  const idleAt = getIdleAt(definition, facts);
  if (idleAt !== null && idleAt > now) {
    return [{ kind: "wait", stepId: enrollment.stepId, until: idleAt }];
  }

  const { steps } = definition;
  const holdoutReason = getHoldoutReason(enrollment);
  const commands: Command[] = [];
  let from = enrollment.dueAt;
  let step = findStep(steps, enrollment.stepId);
  // The merchant may have replaced the step that the enrollment waited at.
  let since = step?.kind === "wait_for" ? enrollment.waitsSince : null;
  while (step !== null) {
    switch (step.kind) {
      case "wait":
      case "wait_until": {
        const next = findNextStep(steps, step);
        if (next === null) return [...commands, { kind: "complete" }];
        const until =
          step.kind === "wait"
            ? addMs(from, waitMs(step.for))
            : getWaitUntil(step, from, enrollment);
        return [...commands, { kind: "wait", stepId: next.stepId, until }];
      }
      case "wait_for": {
        const startedAt: Date = since ?? from;
        const until = addMs(startedAt, waitMs(step.atMost));
        const occurred = hasOccurredSince(step.happening, startedAt, facts);
        if (!occurred && until > now) {
          return [...commands, { kind: "wait", stepId: step.stepId, until, since: startedAt }];
        }
        from = occurred ? now : until;
        since = null;
        step = findStep(steps, occurred ? step.whenHappened : step.whenNot);
        break;
      }
      case "send":
        commands.push(planMessage(definition, step, { enrollment, heldOut: holdoutReason }, from));
        // Later waits count from this message, which may have been planned late.
        from = now;
        step = findNextStep(steps, step);
        break;
      case "suppress":
        if (holdoutReason === null) commands.push({ kind: "suppress" });
        step = findNextStep(steps, step);
        break;
      case "set_property": {
        const { name, value } = step;
        if (holdoutReason === null) commands.push({ kind: "set_property", name, value });
        step = findNextStep(steps, step);
        break;
      }
      case "tag":
      case "notify":
      case "webhook":
        if (holdoutReason === null) commands.push({ kind: "act", action: step });
        step = findNextStep(steps, step);
        break;
      case "split":
        step = findStep(
          steps,
          evaluateCondition(step.condition, enrollment, facts, now)
            ? step.whenTrue
            : step.whenFalse,
        );
        break;
      case "random_split":
        step = findStep(steps, drawPath(step, enrollment.drawKey));
        break;
      case "exit":
        step = null;
        break;
    }
  }
  return [...commands, { kind: "complete" }];
}

/** Why an enrollment of this flow must end now, or null. Reaching the goal ends it. */
export function getEndReason(
  { exits, goal }: Pick<FlowDefinition, "exits" | "goal">,
  facts: EnrollmentFacts,
): ExitReason | null {
  const isReached = goal !== null && findExitReason([goal], facts) === goal;
  return isReached ? "goal_reached" : findExitReason(exits, facts);
}

function getHoldoutReason({ variant, isInShopHoldout }: DueEnrollment): HoldoutReason | null {
  if (isInShopHoldout) return "shop_holdout";
  return variant === "holdout" ? "holdout" : null;
}

/** When a checkout counts as idle; null for other objects. */
function getIdleAt({ trigger }: FlowDefinition, { object }: EnrollmentFacts): Date | null {
  return object?.kind === "checkout" ? addMs(object.updatedAt, getTriggerDelayMs(trigger)) : null;
}

function planMessage(
  definition: FlowDefinition,
  step: SendStep,
  {
    enrollment: { trigger },
    heldOut: holdoutReason,
  }: { enrollment: DueEnrollment; heldOut: HoldoutReason | null },
  dueAt: Date,
): Command {
  const { trigger: definedTrigger, exits, goal, filter, priority, repeatDays } = definition;
  const { templateId, audience, exemptFromHourCap } = step;
  return {
    kind: "plan_message",
    stepId: step.stepId,
    state: holdoutReason === null ? "planned" : "withheld",
    reason: holdoutReason,
    notBefore: addMs(dueAt, DurationMs.minutes(step.settleMinutes)),
    expiresAt: addMs(dueAt, DurationMs.hours(step.expiresAfterHours)),
    intent: {
      origin: "flow",
      templateId,
      coupon: requestedCoupon(definition, step),
      purpose: getPurpose(definedTrigger.kind, trigger),
      audience,
      exemptFromHourCap,
      exits: [...new Set([...exits, ...step.unless, ...(goal === null ? [] : [goal])])],
      filter,
      priority,
      repeatDays,
      trigger,
    },
  };
}

function getWaitUntil(
  { until }: Extract<Step, { kind: "wait_until" }>,
  from: Date,
  { clock }: DueEnrollment,
): Date {
  switch (until.kind) {
    case "hour":
      return nextHour(from, until.hour, clock.timeZone);
    case "best_hour":
      return clock.bestHour === null
        ? nextHour(from, until.fallbackHour, clock.timeZone)
        : nextHour(from, clock.bestHour, clock.shopTimeZone);
    case "date": {
      const [year = 0, month = 1, day = 1] = until.date.split("-").map(Number);
      const at = toInstant({ year, month, day, hour: until.hour, minute: 0 }, clock.timeZone);
      return new Date(Math.max(at.getTime(), from.getTime()));
    }
  }
}

/** Whether an awaited event has occurred since the wait started. */
export function hasOccurredSince(
  happening: AwaitedEvent,
  since: Date,
  facts: EnrollmentFacts,
): boolean {
  const { activity, profile } = facts;
  const at = {
    clicked: activity.clickedAt,
    visited: activity.visitedAt,
    added_to_cart: activity.cartAddedAt,
    ordered: profile.lastOrderAt,
  }[happening];
  return at !== null && at > since;
}

function evaluateCondition(
  condition: SplitCondition,
  enrollment: DueEnrollment,
  facts: EnrollmentFacts,
  now: Date,
): boolean {
  const { object } = facts;
  if (condition.kind === "has_clicked") return enrollment.hasClicked;
  if (condition.kind === "is_high_priced") return object?.kind === "product" && object.isHighPriced;
  if (condition.kind === "sold_out") return object?.kind === "product" && !isPurchasable(object);
  return meetsCondition(condition, facts, now);
}

/** The path whose part of [0, 1) contains the draw. */
function drawPath(
  { stepId, paths }: Extract<Step, { kind: "random_split" }>,
  drawKey: string,
): string | null {
  const draw = unitHash(`${drawKey}|${stepId}`);
  let upTo = 0;
  const drawn = paths.find(({ share }) => draw < (upTo += share));
  return (drawn ?? paths.at(-1))?.to ?? null;
}

/** @param stepId null: the end of the flow, which is no step */
function findStep(steps: readonly Step[], stepId: string | null): Step | null {
  return steps.find((step) => step.stepId === stepId) ?? null;
}

function findNextStep(
  steps: readonly Step[],
  step: Step & { readonly next?: string | null | undefined },
): Step | null {
  return step.next === undefined
    ? (steps[steps.indexOf(step) + 1] ?? null)
    : findStep(steps, step.next);
}
