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
  readonly state: "active" | "completed" | "exited";
  /** When what the run is about was last touched, as of its context. */
  readonly objectUpdatedAt: Date;
  readonly nextRunAt: Date | null;
  /** Whether the run has planned a mail already. */
  readonly hasMailed: boolean;
}

export type Enrollment =
  | {
      readonly kind: "enroll";
      readonly trigger: TriggerObject;
      readonly objectUpdatedAt: Date;
      readonly nextRunAt: Date;
      /** Runs of the same flow and profile that this one takes the place of. */
      readonly replaces: readonly string[];
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
  | "newer_checkout_live"
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
 * Whether a profile enters a flow for an object, or what happens to the run
 * that it already has. Rests on how things stand now and not on the event, so
 * that events told twice, late or out of order lead to the same runs.
 *
 * @param runs the profile's runs of this flow: the live ones, and any run about the same object
 */
export function decideEnrollment(
  definition: FlowDefinition,
  facts: RunFacts,
  runs: readonly Run[],
  now: Date,
): Enrollment {
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
  const objectKey = object.kind === "checkout" ? object.token : object.orderId;
  const same = runs.find((run) => run.objectKey === objectKey);
  if (same)
    return same.state === "active" ? refresh(same, touched, firesAt) : nothing("already_ended");

  const staleAt = laterBy(firesAt, DurationMs.hours(definition.trigger.freshHours));
  if (staleAt <= now) return nothing("too_old");
  // A profile has one checkout at a time; it may well await several orders.
  const others = object.kind === "checkout" ? runs.filter((run) => run.state === "active") : [];
  if (others.some((run) => run.objectUpdatedAt > touched)) return nothing("newer_checkout_live");
  return {
    kind: "enroll",
    trigger: triggerObject(definition.trigger, object),
    objectUpdatedAt: touched,
    nextRunAt: firesAt,
    replaces: others.map(({ enrollmentId }) => enrollmentId),
  };
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

const nothing = (reason: NoEnrollmentReason): Enrollment => ({ kind: "nothing", reason });
