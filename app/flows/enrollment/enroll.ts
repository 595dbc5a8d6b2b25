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

/** A run as the rules see it. */
export interface Run {
  readonly enrollmentId: string;
  readonly objectKey: string;
  /** `waiting`: for its trigger to fire. Until then it is no enrollment yet. */
  readonly state: "waiting" | "active" | "completed" | "exited";
  /** When what the run is about was last touched, as of its context. */
  readonly objectUpdatedAt: Date;
  readonly nextRunAt: Date | null;
  /** Whether the run has planned a mail already. */
  readonly hasMailed: boolean;
}

/** What is told of a run's object when it is neither a checkout nor an order: those tell themselves. */
export type ToldObject = Exclude<TriggerObject, { kind: "checkout" | "order" }>;

/** What an event about an object comes to. */
export type Enrollment =
  | {
      readonly kind: "await";
      readonly trigger: TriggerObject;
      readonly objectUpdatedAt: Date;
      /** When the trigger fires, if nothing comes between. */
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

/** What a trigger that was to fire comes to. */
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

/** What else is under way for the profile when it is to enter a flow. */
export interface Around {
  /** When the profile last entered this flow. */
  readonly lastEnteredAt: Date | null;
  /** Rungs of its live runs of other flows; null: of a flow that is on none. */
  readonly otherRungs: readonly (Rung | null)[];
}

/** Nobody else is about. */
const ALONE: Around = { lastEnteredAt: null, otherRungs: [] };

/**
 * Whether a flow will have to look at an object once its trigger fires, or what
 * happens to the run that it already has. Rests on how things stand now and not
 * on the event, so that events told twice, late or out of order, in slices of
 * any size, lead to the same runs.
 *
 * @param runs the profile's runs of this flow about the same object, at most one
 * @param told what was told of the object; null of a checkout or an order
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
 * Whether a profile enters a flow now that the trigger was to fire. Only then
 * is it an enrollment: a checkout that its order followed at once never was
 * left, whether or not we heard of both in one go.
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

/** Whether something that is under way, or was, keeps a profile out. */
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

/** When the trigger fires for an object as it stands, or why it does not. */
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

/** What we learn of so late that its first mail would come out of the blue. */
function isTooOld({ trigger }: FlowDefinition, firesAt: Date, now: Date): boolean {
  const fresh = freshMs(trigger);
  return fresh !== null && laterBy(firesAt, fresh) <= now;
}

/** A touched object is not idle: before its first mail the run starts over, after it the next step waits. */
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

/** What a checkout or an order says of itself. */
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
