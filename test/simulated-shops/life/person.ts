import type { FlowDefinition } from "~/flows/definition/flow";
import {
  getObjectStart,
  type ObjectFacts,
  type OrderFacts,
  type EnrollmentFacts,
} from "~/flows/rules/enrollment-facts";
import type { ExitReason } from "~/flows/rules/exit-reason";
import type { TriggerObject } from "~/flows/definition/send-step";
import { profileIdOfCustomer, type ProfileId } from "~/lib/profile-id";
import type { MessageIntent } from "~/messages/message";
import { profileFacts, enrollmentFacts } from "../../support/enrollment-builders";
import type { CustomerLaw, CustomerState } from "../laws/customer-law";
import type { MessageKind } from "../laws/ranges";
import type { ShopLaw } from "../laws/shop-law";
import { noCoupons, recentCoupons, validPercent, type Coupons } from "./coupons";
import { BEGAN_MS, DAY_MS, dayOf } from "./times";

/** A customer who may enter a flow at a time. */
interface Arrival {
  readonly atMs: number;
  readonly definition: FlowDefinition;
  readonly object: ObjectFacts;
  readonly trigger: TriggerObject;
}

/** A customer's enrollment in a flow. */
interface LiveEnrollment {
  readonly definition: FlowDefinition;
  readonly object: ObjectFacts;
  readonly trigger: TriggerObject;
  stepId: string;
  dueAt: Date;
  waitsSince: Date | null;
  hasClicked: boolean;
  exit: ExitReason | null;
}

export interface PlannedMessage {
  readonly kind: MessageKind;
  /** Names the flow's step or the campaign. */
  readonly email: string;
  readonly intent: MessageIntent;
  readonly expiresAt: Date;
  /** null: a campaign's. */
  readonly enrollment: LiveEnrollment | null;
  readonly object: ObjectFacts;
  /** Index among the kind's messages, so that each has separate draws. */
  readonly nth: number;
  /** When it leaves by the merchant's settings. */
  readonly plannedMs: number;
  nextMs: number;
}

/** A simulated customer over time. */
export interface Person {
  readonly law: CustomerLaw;
  readonly profileId: ProfileId;
  isSubscribed: boolean;
  hasLeft: boolean;
  lastOrderDay: number | null;
  lastOrderShare: number;
  isAway: boolean;
  orderCount: number;
  orders: OrderFacts[];
  lastCheckoutMs: number;
  /** Marketing messages of the last 28 days, oldest first. */
  sentAt: Date[];
  lastEngagedMs: number | null;
  firstSentMs: number | null;
  /** Last send time by repeat key. */
  readonly sameSentAt: Map<string, Date>;
  netMinor: number;
  arrivals: Arrival[];
  enrollments: LiveEnrollment[];
  planned: PlannedMessage[];
  readonly enteredMs: Map<string, number>;
  readonly coupons: Coupons;
}

export function beginLife(law: CustomerLaw): Person {
  const { customer, isSubscribed, lastOrderDay, isAway } = law;
  return {
    law,
    profileId: profileIdOfCustomer(String(customer)),
    isSubscribed,
    hasLeft: false,
    lastOrderDay,
    lastOrderShare: 1,
    isAway,
    orderCount: lastOrderDay === null ? 0 : 1,
    orders: [],
    lastCheckoutMs: -Infinity,
    sentAt: [],
    lastEngagedMs: null,
    firstSentMs: null,
    sameSentAt: new Map(),
    netMinor: 0,
    arrivals: [],
    enrollments: [],
    planned: [],
    enteredMs: new Map(),
    coupons: noCoupons(),
  };
}

/** The inputs of the response model. */
export function stateOf({ choices }: ShopLaw, person: Person, nowMs: number): CustomerState {
  const { lastOrderDay, lastOrderShare, isAway, hasLeft, lastEngagedMs, coupons } = person;
  const since = nowMs - 28 * DAY_MS;
  while (person.sentAt[0] !== undefined && person.sentAt[0].getTime() <= since) {
    person.sentAt.shift();
  }
  const isWaiting =
    choices !== null &&
    person.law.offerType === "deal_seeker" &&
    validPercent(coupons, nowMs) === 0 &&
    recentCoupons(coupons, nowMs) >= choices.offers.waitsFrom;
  return {
    ...{ lastOrderDay, lastOrderShare, isAway, hasLeft, isWaiting },
    recentMessages: person.sentAt.length,
    lastEngagedDay: lastEngagedMs === null ? null : dayOf(lastEngagedMs),
  };
}

/** The product's facts about an enrolled customer and the trigger object. */
export function factsOf(person: Person, object: ObjectFacts): EnrollmentFacts {
  const since = getObjectStart(object);
  const ordersSince = person.orders.filter(({ placedAt }) => placedAt > since);
  const { lastOrderDay } = person;
  return enrollmentFacts({
    profile: profileFacts({
      marketingState: stateOfConsent(person),
      orderCount: person.orderCount,
      lastOrderAt:
        person.orders.at(-1)?.placedAt ??
        (lastOrderDay === null ? null : new Date(BEGAN_MS + lastOrderDay * DAY_MS)),
    }),
    object: object.kind === "product" ? { ...object, boughtSince: ordersSince.length > 0 } : object,
    ordersSince,
    hasNewerCheckout: object.kind === "checkout" && person.lastCheckoutMs > since.getTime(),
  });
}

function stateOfConsent({ isSubscribed, hasLeft }: Person) {
  if (hasLeft) return "unsubscribed";
  return isSubscribed ? "subscribed" : "not_subscribed";
}
