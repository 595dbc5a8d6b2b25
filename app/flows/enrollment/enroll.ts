import type { AnyEvent } from "~/events/event";
import { exitReason, type ExitReason } from "./exit-reason";
import { reachesNonSubscribers, triggerDelayMs, type FlowDefinition, type Trigger } from "../flow";
import { DurationMs, laterBy } from "../duration";
import type { RunFacts } from "./run-facts";
import type { TriggerObject } from "../send-step";

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
  | "no_address"
  | "not_subscribed"
  | "not_online_store"
  | "empty_checkout"
  | "nothing_available"
  | "test_order"
  | "not_fulfilled"
  | "already_ended"
  | "nothing_new"
  | "too_old";

/**
 * What a run of this flow would be about, if the event has to do with it.
 *
 * @returns a checkout token or an order id, else null
 */
export function objectKeyOf(event: AnyEvent, trigger: Trigger): string | null {
  if (trigger.kind === "checkout_idle") {
    return event.kind === "checkout_started" || event.kind === "checkout_updated"
      ? event.payload.token
      : null;
  }
  const tellsOrder =
    event.kind === "order_placed" ||
    event.kind === "order_updated" ||
    event.kind === "order_paid" ||
    event.kind === "order_fulfilled";
  return tellsOrder && event.payload.fulfilledAt ? event.payload.orderId : null;
}

/**
 * Whether a flow will have to look at an object once its trigger fires, or what
 * happens to the run that it already has. Rests on how things stand now and not
 * on the event, so that events told twice, late or out of order, in slices of
 * any size, lead to the same runs.
 *
 * @param runs the profile's runs of this flow about the same object, at most one
 */
export function decideEnrollment(
  definition: FlowDefinition,
  facts: RunFacts,
  runs: readonly Run[],
  now: Date,
): Enrollment {
  const due = findDue(definition, facts);
  if (due.kind === "nothing") return due;
  const { object, touched, firesAt } = due;
  const objectKey = object.kind === "checkout" ? object.token : object.orderId;
  const same = runs.find((run) => run.objectKey === objectKey);
  if (same) {
    const isOver = same.state === "completed" || same.state === "exited";
    return isOver ? nothing("already_ended") : refresh(same, touched, firesAt);
  }
  if (isTooOld(definition, firesAt, now)) return nothing("too_old");
  return {
    kind: "await",
    trigger: triggerObject(definition.trigger, object),
    objectUpdatedAt: touched,
    firesAt,
  };
}

/**
 * Whether a profile enters a flow now that the trigger was to fire. Only then
 * is it an enrollment: a checkout that its order followed at once never was
 * left, whether or not we heard of both in one go.
 */
export function decideEntry(definition: FlowDefinition, facts: RunFacts, now: Date): Entry {
  const due = findDue(definition, facts);
  if (due.kind === "nothing") return due;
  if (due.firesAt > now) return { kind: "await", firesAt: due.firesAt };
  return isTooOld(definition, due.firesAt, now) ? nothing("too_old") : { kind: "enter" };
}

type Due =
  | {
      readonly kind: "due";
      readonly object: NonNullable<RunFacts["object"]>;
      readonly touched: Date;
      readonly firesAt: Date;
    }
  | Extract<Enrollment, { kind: "nothing" }>;

/** When the trigger fires for an object as it stands, or why it does not. */
function findDue(definition: FlowDefinition, facts: RunFacts): Due {
  const { object, profile } = facts;
  const exit = exitReason(definition.exits, facts);
  if (exit !== null || object === null) return nothing(exit ?? "object_gone");
  if (!profile.hasAddress) return nothing("no_address");
  if (profile.marketingState !== "subscribed" && !reachesNonSubscribers(definition)) {
    return nothing("not_subscribed");
  }
  const touched = touchedAt(facts);
  if (touched === null) return nothing("not_fulfilled");
  if (object.kind === "order" && object.isTest) return nothing("test_order");
  if (object.kind === "checkout") {
    if (!isOnlineStore(object.sourceName)) return nothing("not_online_store");
    if (object.totalMinor <= 0) return nothing("empty_checkout");
    if (object.availableLineCount === 0) return nothing("nothing_available");
  }
  const firesAt = laterBy(touched, triggerDelayMs(definition.trigger));
  return { kind: "due", object, touched, firesAt };
}

/** What we learn of so late that its first mail would come out of the blue. */
function isTooOld({ trigger }: FlowDefinition, firesAt: Date, now: Date): boolean {
  return laterBy(firesAt, DurationMs.hours(trigger.freshHours)) <= now;
}

/** A touched checkout is not idle: before its first mail the run starts over, after it the next step waits. */
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

function touchedAt({ object }: RunFacts): Date | null {
  if (object === null) return null;
  return object.kind === "checkout" ? object.updatedAt : object.fulfilledAt;
}

/** Point of sale, draft orders and other apps name themselves; the online store is "web". */
function isOnlineStore(sourceName: string | null): boolean {
  return sourceName === null || sourceName === "web";
}

function triggerObject(trigger: Trigger, object: NonNullable<RunFacts["object"]>): TriggerObject {
  return object.kind === "checkout"
    ? {
        kind: "checkout",
        token: object.token,
        cartToken: object.cartToken,
        startedAt: object.startedAt,
        idleMinutes: trigger.kind === "checkout_idle" ? trigger.idleMinutes : 0,
      }
    : { kind: "order", orderId: object.orderId, placedAt: object.placedAt };
}

const nothing = (reason: NoEnrollmentReason) => ({ kind: "nothing" as const, reason });
