import {
  getMaxTriggerAgeMs,
  isLaterStage,
  getFunnelStage,
  getTriggerDelayMs,
  type FunnelStage,
  type Trigger,
} from "../definition/trigger";
import { DurationMs, addMs } from "../definition/duration";
import { reachesNonSubscribers, type FlowDefinition } from "../definition/flow";
import { getEndReason } from "./plan-step";
import { getObjectKey, type TriggerObject } from "../definition/send-step";
import { findIneligibilityReason, type IneligibilityReason } from "./entry-guards";
import type { ExitReason } from "./exit-reason";
import type { EnrollmentState } from "./enrollment-state";
import { meetsAllConditions } from "./meets-condition";
import type { ObjectFacts, EnrollmentFacts } from "./enrollment-facts";

/** An existing enrollment, as the rules see it. */
export interface ExistingEnrollment {
  readonly enrollmentId: string;
  readonly objectKey: string;
  readonly state: EnrollmentState;
  /** When the object last changed, as stored in the context. */
  readonly objectUpdatedAt: Date;
  readonly nextRunAt: Date | null;
  /** Whether the enrollment has already planned an email. */
  readonly hasEmailed: boolean;
}

/** A trigger object described by its event. Checkouts and orders are loaded instead. */
export type EventObject = Exclude<TriggerObject, { kind: "checkout" | "order" }>;

/** The decision on an event about an object. */
export type EnrollmentDecision =
  | {
      readonly kind: "await";
      readonly trigger: TriggerObject;
      readonly objectUpdatedAt: Date;
      /** When the trigger fires unless the object changes. */
      readonly firesAt: Date;
    }
  | {
      readonly kind: "update";
      readonly enrollmentId: string;
      readonly objectUpdatedAt: Date;
      readonly nextRunAt: Date;
      /** Whether it starts over at the first step. */
      readonly restarts: boolean;
    }
  | { readonly kind: "nothing"; readonly reason: RejectionReason };

/** The decision when a trigger is due. */
export type EntryDecision =
  | { readonly kind: "enter" }
  | { readonly kind: "await"; readonly firesAt: Date }
  | { readonly kind: "nothing"; readonly reason: RejectionReason };

type RejectionReason =
  | ExitReason
  | IneligibilityReason
  | "no_address"
  | "not_subscribed"
  | "does_not_fit"
  | "in_other_flow"
  | "entered_lately"
  | "already_ended"
  | "nothing_new"
  | "too_old";

/** The profile's other enrollments when it is about to enter a flow. */
export interface ConcurrentEnrollments {
  /** When the profile last entered this flow. */
  readonly lastEnteredAt: Date | null;
  /** Funnel stages of its active enrollments in other flows; null for flows without a stage. */
  readonly otherStages: readonly (FunnelStage | null)[];
}

/** No other enrollments. */
const NO_OTHER_ENROLLMENTS: ConcurrentEnrollments = { lastEnteredAt: null, otherStages: [] };

/**
 * Decides whether a trigger is scheduled for an object, or what happens
 * to its existing enrollment. Based on the current state and not
 * on the event, so that repeated, late or reordered events in slices of
 * any size lead to the same enrollments.
 *
 * @param existingEnrollments the profile's enrollments of this flow about the same object, at most one
 * @param eventObject the object from the event; null for a checkout or an order
 */
export function decideEnrollment(
  definition: FlowDefinition,
  facts: EnrollmentFacts,
  existingEnrollments: readonly ExistingEnrollment[],
  now: Date,
  eventObject: EventObject | null = null,
): EnrollmentDecision {
  const due = evaluateTrigger(definition, facts);
  if (due.kind === "nothing") return due;
  const { object, objectUpdatedAt, firesAt } = due;
  const trigger = eventObject ?? toTriggerObject(definition.trigger, object);
  if (trigger === null) return reject("object_gone");
  const existing = existingEnrollments.find(
    (enrollment) => enrollment.objectKey === getObjectKey(trigger),
  );
  if (existing) {
    return existing.state === "ended"
      ? reject("already_ended")
      : reschedule(existing, objectUpdatedAt, firesAt);
  }
  if (isStale(definition, firesAt, now)) return reject("too_old");
  return { kind: "await", trigger, objectUpdatedAt, firesAt };
}

/**
 * Decides whether a profile enters a flow when the trigger is due. Only then
 * is it enrolled: a checkout followed by its order was never
 * abandoned, whether or not both arrived together.
 */
export function decideEntry(
  definition: FlowDefinition,
  facts: EnrollmentFacts,
  now: Date,
  concurrent: ConcurrentEnrollments = NO_OTHER_ENROLLMENTS,
): EntryDecision {
  const due = evaluateTrigger(definition, facts);
  if (due.kind === "nothing") return due;
  if (due.firesAt > now) return { kind: "await", firesAt: due.firesAt };
  if (isStale(definition, due.firesAt, now)) return reject("too_old");
  if (!meetsAllConditions(definition.filter, facts, now)) return reject("does_not_fit");
  const reason = findConflict(definition, concurrent, now);
  return reason === null ? { kind: "enter" } : reject(reason);
}

/** Why another enrollment keeps a profile out, or null. */
function findConflict(
  { trigger, onlyAlone, reentryDays }: FlowDefinition,
  { lastEnteredAt, otherStages }: ConcurrentEnrollments,
  now: Date,
): RejectionReason | null {
  const own = getFunnelStage(trigger.kind);
  if (otherStages.some((stage) => isLaterStage(stage, own))) return "later_stage";
  if (onlyAlone && otherStages.length > 0) return "in_other_flow";
  const isTooSoon =
    reentryDays !== null &&
    lastEnteredAt !== null &&
    addMs(lastEnteredAt, DurationMs.days(reentryDays)) > now;
  return isTooSoon ? "entered_lately" : null;
}

type Due =
  | {
      readonly kind: "due";
      readonly object: ObjectFacts;
      readonly objectUpdatedAt: Date;
      readonly firesAt: Date;
    }
  | Extract<EnrollmentDecision, { kind: "nothing" }>;

/** When the trigger fires for an object in its current state, or why it does not. */
function evaluateTrigger(definition: FlowDefinition, facts: EnrollmentFacts): Due {
  const { object, profile } = facts;
  const exit = getEndReason(definition, facts);
  if (exit !== null || object === null) return reject(exit ?? "object_gone");
  if (!profile.hasAddress) return reject("no_address");
  if (profile.marketingState !== "subscribed" && !reachesNonSubscribers(definition)) {
    return reject("not_subscribed");
  }
  const objectUpdatedAt = getObjectUpdatedAt(definition.trigger, object, facts);
  if (objectUpdatedAt === null) return reject("not_fulfilled");
  const reason = findIneligibilityReason(definition.trigger, object);
  if (reason !== null) return reject(reason);
  return {
    kind: "due",
    object,
    objectUpdatedAt,
    firesAt: addMs(objectUpdatedAt, getTriggerDelayMs(definition.trigger)),
  };
}

/** Whether the trigger is too old for a first email. */
function isStale({ trigger }: FlowDefinition, firesAt: Date, now: Date): boolean {
  const maxAgeMs = getMaxTriggerAgeMs(trigger);
  return maxAgeMs !== null && addMs(firesAt, maxAgeMs) <= now;
}

/** A changed object is not idle: restarts before the first email, delays the next step after it. */
function reschedule(
  enrollment: ExistingEnrollment,
  objectUpdatedAt: Date,
  firesAt: Date,
): EnrollmentDecision {
  if (objectUpdatedAt <= enrollment.objectUpdatedAt || enrollment.nextRunAt === null)
    return reject("nothing_new");
  const nextRunAt =
    enrollment.hasEmailed && enrollment.nextRunAt > firesAt ? enrollment.nextRunAt : firesAt;
  return {
    kind: "update",
    enrollmentId: enrollment.enrollmentId,
    objectUpdatedAt,
    nextRunAt,
    restarts: !enrollment.hasEmailed,
  };
}

function getObjectUpdatedAt(
  trigger: Trigger,
  object: ObjectFacts,
  { activity }: EnrollmentFacts,
): Date | null {
  switch (object.kind) {
    case "checkout":
    case "cart":
      return object.updatedAt;
    case "order":
      return trigger.kind === "order_delivered" ? object.fulfilledAt : object.placedAt;
    case "product":
      return trigger.kind === "browse_idle" && activity.visitedAt && activity.visitedAt > object.at
        ? activity.visitedAt
        : object.at;
    case "person":
      return object.at;
  }
}

/** Builds the trigger object from a loaded checkout or order. */
function toTriggerObject(trigger: Trigger, object: ObjectFacts): TriggerObject | null {
  switch (object.kind) {
    case "checkout":
      return {
        kind: "checkout",
        token: object.token,
        cartToken: object.cartToken,
        startedAt: object.startedAt,
        idleMinutes: trigger.kind === "checkout_idle" ? trigger.idleMinutes : 0,
      };
    case "order":
      return { kind: "order", orderId: object.orderId, placedAt: object.placedAt };
    case "cart":
    case "product":
    case "person":
      return null;
  }
}

const reject = (reason: RejectionReason) => ({ kind: "nothing" as const, reason });
