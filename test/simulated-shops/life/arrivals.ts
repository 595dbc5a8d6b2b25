import { campaignIntent } from "~/campaigns/campaign-intent";
import { DEFAULT_PLAN } from "~/campaigns/campaign";
import { getTriggerDelayMs } from "~/flows/definition/trigger";
import type { ObjectFacts } from "~/flows/rules/enrollment-facts";
import type { FlowDefinition } from "~/flows/definition/flow";
import { CROSS_SELL } from "~/flows/library/orders/cross-sell";
import { REVIEW_REQUEST } from "~/flows/library/orders/review-request";
import { THANK_YOU } from "~/flows/library/orders/thank-you";
import { WELCOME } from "~/flows/library/people/welcome";
import { WIN_BACK } from "~/flows/library/people/win-back";
import { BACK_IN_STOCK } from "~/flows/library/products/back-in-stock";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";
import type { TriggerObject } from "~/flows/definition/send-step";
import { checkoutFacts, orderFacts, productFacts } from "../../support/enrollment-builders";
import type { ShopLaw } from "../laws/shop-law";
import { COUPON_DAYS, ownCampaignPercent } from "../laws/offer-law";
import type { Person, PlannedMessage } from "./person";
import { BEGAN_MS, DAY_MS, HOUR_MS } from "./times";

/** How long a campaign's email may be delayed. */
const CAMPAIGN_LIVES_MS = 3 * DAY_MS;

/** The merchant's campaign of a day, at ten; null on most days. Spread evenly over the week. */
export function campaignOn(law: ShopLaw, day: number): PlannedMessage | null {
  const { campaignsPerWeek, choices, seed } = law;
  const upTo = (until: number) => Math.floor((until * campaignsPerWeek) / 7);
  if (upTo(day + 1) === upTo(day)) return null;
  const atMs = BEGAN_MS + day * DAY_MS + 10 * HOUR_MS;
  const at = new Date(atMs);
  const percentOff = choices ? ownCampaignPercent(choices.offers, seed, day) : 0;
  const coupon = percentOff > 0 ? { percentOff, validDays: COUPON_DAYS } : null;
  const plan = { ...DEFAULT_PLAN, templateId: `news-${day}`, coupon };
  const intent = campaignIntent(`campaign-${day}`, plan, {
    ...{ variant: 0, startedAt: at, ownTimeAt: at },
  });
  const object = personObject(at);
  const expiresAt = new Date(atMs + CAMPAIGN_LIVES_MS);
  return {
    ...({ kind: "campaign", email: `campaign-${day}`, nth: 0 } as const),
    ...{ intent, expiresAt, enrollment: null, object, plannedMs: atMs, nextMs: atMs },
  };
}

const personObject = (at: Date): ObjectFacts => ({
  kind: "person",
  at,
  hasMovedBack: false,
  noLongerQualifies: false,
});

export function signsUp(person: Person, atMs: number): void {
  const at = new Date(atMs);
  arrive(person, WELCOME, personObject(at), { kind: "person", key: "welcome", at });
}

export function leavesCheckout(person: Person, atMs: number): void {
  const at = new Date(atMs);
  const token = `checkout-${atMs}`;
  person.lastCheckoutMs = atMs;
  const object = checkoutFacts({
    token,
    profileId: person.profileId,
    startedAt: at,
    updatedAt: at,
  });
  const idleMinutes =
    ABANDONED_CHECKOUT.trigger.kind === "checkout_idle"
      ? ABANDONED_CHECKOUT.trigger.idleMinutes
      : 0;
  const trigger = { kind: "checkout" as const, token, cartToken: null, startedAt: at, idleMinutes };
  arrive(person, ABANDONED_CHECKOUT, object, trigger);
}

/** Customers request an alert; some days later the product is back, at any hour. */
export function asksFor(person: Person, backMs: number): void {
  const at = new Date(backMs);
  const trigger = {
    ...{ kind: "product" as const, key: `request-${backMs}`, productId: "501", variantId: "601" },
    ...{ at, seenMinor: null },
  };
  arrive(person, BACK_IN_STOCK, productFacts({ at }), trigger);
}

/** Days from an order to its delivery in the flows. */
const FULFILLED_AFTER_MS = DAY_MS;

/** An order as the flows' trigger object. */
export function hasOrdered(
  person: Person,
  order: { readonly orderId: string; readonly placedAt: Date; readonly totalMinor: number },
): void {
  const { orderId, placedAt } = order;
  const fulfilledAt = new Date(placedAt.getTime() + FULFILLED_AFTER_MS);
  const object = orderFacts({ ...order, profileId: person.profileId, fulfilledAt });
  const trigger = { kind: "order" as const, orderId, placedAt };
  for (const flow of [THANK_YOU, CROSS_SELL, REVIEW_REQUEST]) arrive(person, flow, object, trigger);
  awaitLapse(person);
}

/** The predicted next order, by the flow's own settings. */
export function awaitLapse(person: Person): void {
  const { trigger } = WIN_BACK;
  if (trigger.kind !== "lapsed" || person.lastOrderDay === null) return;
  const { intervalDays } = person.law;
  const days = intervalDays === null ? trigger.defaultDays : intervalDays * trigger.intervalFactor;
  const lapsesOn = person.lastOrderDay + Math.ceil(days);
  if (lapsesOn < 0) return;
  const at = new Date(BEGAN_MS + lapsesOn * DAY_MS + 9 * HOUR_MS);
  person.arrivals = person.arrivals.filter(({ definition }) => definition !== WIN_BACK);
  const key = `lapsed-${person.lastOrderDay}`;
  arrive(person, WIN_BACK, personObject(at), { kind: "person", key, at });
}

function arrive(
  person: Person,
  definition: FlowDefinition,
  object: ObjectFacts,
  trigger: TriggerObject,
): void {
  const touched =
    object.kind === "order" && definition.trigger.kind === "order_delivered"
      ? object.fulfilledAt
      : triggeredAt(object);
  if (touched === null) return;
  const atMs = touched.getTime() + getTriggerDelayMs(definition.trigger);
  person.arrivals.push({ atMs, definition, object, trigger });
}

function triggeredAt(object: ObjectFacts): Date {
  if (object.kind === "order") return object.placedAt;
  return object.kind === "checkout" || object.kind === "cart" ? object.updatedAt : object.at;
}
