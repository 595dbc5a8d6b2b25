import {
  freshMs,
  isHigher,
  rungOf,
  triggerDelayMs,
  type Rung,
  type Trigger,
} from "../definition/trigger";
import { DurationMs, laterBy } from "../duration";
import { reachesNonSubscribers, type FlowDefinition } from "../flow";
import { endOf } from "../run/plan-step";
import { objectKeyOf, type TriggerObject } from "../send-step";
import { whyNoObject, type NoObjectReason } from "./entry-guards";
import type { ExitReason } from "../run/exit-reason";
import { meetsAll } from "./meets-condition";
import type { ObjectFacts, RunFacts } from "../facts/run-facts";

/** An existing enrollment, as the rules see it. */
export interface Run {
  readonly enrollmentId: string;
  readonly objectKey: string;
  /** `waiting` (scheduled): the trigger has not fired yet. */
  readonly state: "waiting" | "active" | "completed" | "exited";
  /** When the object last changed, as stored in the context. */
  readonly objectUpdatedAt: Date;
  readonly nextRunAt: Date | null;
  /** Whether the enrollment has already planned an email. */
  readonly hasMailed: boolean;
}

/** A trigger object described by its event. Checkouts and orders are loaded instead. */
export type ToldObject = Exclude<TriggerObject, { kind: "checkout" | "order" }>;

/** The decision on an event about an object. */
export type Enrollment =
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
  | { readonly kind: "nothing"; readonly reason: NoEnrollmentReason };

/** The decision when a trigger is due. */
export type Entry =
  | { readonly kind: "enter" }
  | { readonly kind: "await"; readonly firesAt: Date }
  | { readonly kind: "nothing"; readonly reason: NoEnrollmentReason };

type NoEnrollmentReason =
  | ExitReason
  | NoObjectReason
  | "no_address"
  | "not_subscribed"
  | "does_not_fit"
  | "in_other_flow"
  | "entered_lately"
  | "already_ended"
  | "nothing_new"
  | "too_old";

/** The profile's other enrollments when it is about to enter a flow. */
export interface Around {
  /** When the profile last entered this flow. */
  readonly lastEnteredAt: Date | null;
  /** Funnel stages of its active enrollments in other flows; null for flows without a stage. */
  readonly otherRungs: readonly (Rung | null)[];
}

/** No other enrollments. */
const ALONE: Around = { lastEnteredAt: null, otherRungs: [] };

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
  facts: RunFacts,
  runs: readonly Run[],
  now: Date,
  told: ToldObject | null = null,
): Enrollment {
  const due = findDue(definition, facts);
  if (due.kind === "nothing") return due;
  const { object, touched, firesAt } = due;
  const trigger = told ?? triggerObject(definition.trigger, object);
  if (trigger === null) return nothing("object_gone");
  const same = runs.find((run) => run.objectKey === objectKeyOf(trigger));
  if (same) {
    const isOver = same.state === "completed" || same.state === "exited";
    return isOver ? nothing("already_ended") : refresh(same, touched, firesAt);
  }
  if (isTooOld(definition, firesAt, now)) return nothing("too_old");
  return { kind: "await", trigger, objectUpdatedAt: touched, firesAt };
}

/**
 * Decides whether a profile enters a flow when the trigger is due. Only then
 * is it enrolled: a checkout followed by its order was never
 * abandoned, whether or not both arrived together.
 */
export function decideEntry(
  definition: FlowDefinition,
  facts: RunFacts,
  now: Date,
  around: Around = ALONE,
): Entry {
  const due = findDue(definition, facts);
  if (due.kind === "nothing") return due;
  if (due.firesAt > now) return { kind: "await", firesAt: due.firesAt };
  if (isTooOld(definition, due.firesAt, now)) return nothing("too_old");
  if (!meetsAll(definition.filter, facts, now)) return nothing("does_not_fit");
  const reason = whyNotBeside(definition, around, now);
  return reason === null ? { kind: "enter" } : nothing(reason);
}

/** Why another enrollment keeps a profile out, or null. */
function whyNotBeside(
  { trigger, onlyAlone, reentryDays }: FlowDefinition,
  { lastEnteredAt, otherRungs }: Around,
  now: Date,
): NoEnrollmentReason | null {
  const own = rungOf(trigger.kind);
  if (otherRungs.some((rung) => isHigher(rung, own))) return "higher_rung";
  if (onlyAlone && otherRungs.length > 0) return "in_other_flow";
  const isTooSoon =
    reentryDays !== null &&
    lastEnteredAt !== null &&
    laterBy(lastEnteredAt, DurationMs.days(reentryDays)) > now;
  return isTooSoon ? "entered_lately" : null;
}

type Due =
  | {
      readonly kind: "due";
      readonly object: ObjectFacts;
      readonly touched: Date;
      readonly firesAt: Date;
    }
  | Extract<Enrollment, { kind: "nothing" }>;

/** When the trigger fires for an object in its current state, or why it does not. */
function findDue(definition: FlowDefinition, facts: RunFacts): Due {
  const { object, profile } = facts;
  const exit = endOf(definition, facts);
  if (exit !== null || object === null) return nothing(exit ?? "object_gone");
  if (!profile.hasAddress) return nothing("no_address");
  if (profile.marketingState !== "subscribed" && !reachesNonSubscribers(definition)) {
    return nothing("not_subscribed");
  }
  const touched = touchedAt(definition.trigger, object, facts);
  if (touched === null) return nothing("not_fulfilled");
  const reason = whyNoObject(definition.trigger, object);
  if (reason !== null) return nothing(reason);
  return {
    kind: "due",
    object,
    touched,
    firesAt: laterBy(touched, triggerDelayMs(definition.trigger)),
  };
}

/** Whether the trigger is too old for a first email. */
function isTooOld({ trigger }: FlowDefinition, firesAt: Date, now: Date): boolean {
  const fresh = freshMs(trigger);
  return fresh !== null && laterBy(firesAt, fresh) <= now;
}

/** A changed object is not idle: restarts before the first email, delays the next step after it. */
function refresh(run: Run, touched: Date, firesAt: Date): Enrollment {
  if (touched <= run.objectUpdatedAt || run.nextRunAt === null) return nothing("nothing_new");
  const nextRunAt = run.hasMailed && run.nextRunAt > firesAt ? run.nextRunAt : firesAt;
  return {
    kind: "update",
    enrollmentId: run.enrollmentId,
    objectUpdatedAt: touched,
    nextRunAt,
    restarts: !run.hasMailed,
  };
}

function touchedAt(trigger: Trigger, object: ObjectFacts, { activity }: RunFacts): Date | null {
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
function triggerObject(trigger: Trigger, object: ObjectFacts): TriggerObject | null {
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

const nothing = (reason: NoEnrollmentReason) => ({ kind: "nothing" as const, reason });
