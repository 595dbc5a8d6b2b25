import { z } from "zod";
import { DurationMs } from "../duration";

const whole = (min: number, max: number) => z.number().int().min(min).max(max);
const Share = z.number().min(0.01).max(0.5);
/** What we learn of so many hours after the trigger would have fired is left alone. */
const freshHours = whole(1, 90 * 24);
/** From 10 minutes to a week. */
const idleMinutes = whole(10, 7 * 24 * 60);

/** Among the best customers by what they paid in twelve months, or will. Once. */
const TopCustomer = z.object({ kind: z.literal("top_customer"), topShare: Share });

/** An order has come to be likely soon, or expected, of somebody who has ordered before. About the week. */
const OrderExpected = z.object({
  kind: z.literal("order_expected"),
  /** Among this share of those most likely to order within 7 days. */
  topShare: Share,
  /** Or when the next order is expected within so many days. */
  withinDays: whole(1, 30),
});

/** What is found of a person, and may hold of them no more while they are in the flow. */
export const Finding = z.discriminatedUnion("kind", [TopCustomer, OrderExpected]);
export type Finding = z.infer<typeof Finding>;

/**
 * What starts a run, and what the run is about. Some triggers are told by an
 * event, the others hold of people at a time and are looked for (`isLookedFor`).
 */
export const Trigger = z.discriminatedUnion("kind", [
  /** A checkout that nobody touched for a while. The run is about the checkout's token. */
  z.object({ kind: z.literal("checkout_idle"), idleMinutes, freshHours }),
  /** A cart that nobody touched for a while, and no checkout of it. About the day on which it was filled. */
  z.object({ kind: z.literal("cart_idle"), idleMinutes, freshHours }),
  /** A product that somebody looked at more than in passing, a while after they left. About the product. */
  z.object({
    kind: z.literal("browse_idle"),
    idleMinutes,
    freshHours,
    /** Either is enough: so many looks, or so many seconds on its page. */
    minViews: whole(1, 20),
    minDwellSeconds: whole(1, 600),
  }),
  /** Somebody agreed to marketing mail. */
  z.object({ kind: z.literal("consent_given"), freshHours }),
  /** Somebody came to meet a segment's rule. About the day. Whom a new segment finds at first has not joined. */
  z.object({ kind: z.literal("segment_joined"), segmentId: z.string().min(1), freshHours }),
  /** Somebody no longer meets it. About the day. */
  z.object({ kind: z.literal("segment_left"), segmentId: z.string().min(1), freshHours }),
  /** A workflow of Shopify Flow adds somebody. About the step of the workflow's run. */
  z.object({ kind: z.literal("asked"), freshHours }),
  /** An order that is paid for, or placed where it is paid on delivery. About the order's id. */
  z.object({ kind: z.literal("order_paid"), freshHours }),
  /** An order that reached the customer. About the order's id. */
  z.object({
    kind: z.literal("order_delivered"),
    /** Shops seldom tell the delivery: so long after its fulfilment an order counts as delivered. */
    daysAfterFulfilment: whole(0, 60),
    freshHours,
  }),
  /** A customer who would have ordered again by now, if they were to. About the last order's day. */
  z.object({
    kind: z.literal("lapsed"),
    /** Days without an order, of somebody who has no interval of their own. */
    defaultDays: whole(14, 730),
    /** Of their own mean interval, for who has one. */
    intervalFactor: z.number().min(1).max(5),
    /** Most people who enter in a day, so that turning the flow on does not flood anybody. */
    mostPerDay: whole(1, 10_000),
  }),
  /** What somebody bought is used up about now. About the product and the order's day. */
  z.object({
    kind: z.literal("replenishment_due"),
    daysBefore: whole(0, 30),
    /** Different people who bought the product again, before an interval is believed. */
    minRepeatBuyers: whole(3, 1_000),
    /** Products with this tag are believed to be used up though fewer buy them again; empty: none. */
    tag: z.string().trim().max(255).default("replenishable"),
  }),
  /** Many mails since the last sign of life, and none for long. About the day on which it was. */
  z.object({ kind: z.literal("unengaged"), minMails: whole(1, 100), quietDays: whole(30, 730) }),
  TopCustomer,
  /** A day of the year that is theirs. About the year. */
  z.object({
    kind: z.literal("anniversary"),
    of: z.enum(["sign_up", "first_order"]),
    daysBefore: whole(0, 30),
  }),
  OrderExpected,
  /** A variant can be bought again that somebody waits for. About the request. */
  z.object({
    kind: z.literal("back_in_stock"),
    minUnits: whole(1, 1_000),
    validDays: whole(1, 365),
  }),
  /** A product costs less than when they looked at it. About the product and the day. */
  z.object({
    kind: z.literal("price_drop"),
    minDropRate: z.number().min(0.01).max(0.9),
    seenWithinDays: whole(1, 90),
    /** How long a price must hold, so that a slip of the pen is not mailed. */
    settleMinutes: whole(0, 7 * 24 * 60),
  }),
  /** Little is left of what is in a cart or was looked at often. About the product and the day. */
  z.object({
    kind: z.literal("low_stock"),
    maxUnits: whole(1, 100),
    minViews: whole(1, 20),
    seenWithinDays: whole(1, 60),
  }),
]);
export type Trigger = z.infer<typeof Trigger>;
export type TriggerKind = Trigger["kind"];

/** How far a customer got in the shop: a run on a higher rung ends those on lower ones. */
export type Rung = "product" | "cart" | "checkout";

const RUNGS: Partial<Record<TriggerKind, Rung>> = {
  browse_idle: "product",
  cart_idle: "cart",
  checkout_idle: "checkout",
};

/** @returns `null` for a flow that is not about what somebody left */
export function rungOf(kind: TriggerKind): Rung | null {
  return RUNGS[kind] ?? null;
}

const HEIGHTS: Record<Rung, number> = { product: 1, cart: 2, checkout: 3 };

/** Whether one rung is above another; nothing stands below every rung. */
export function isHigher(rung: Rung | null, than: Rung | null): boolean {
  return rung !== null && than !== null && HEIGHTS[rung] > HEIGHTS[than];
}

/** How long after what started it the trigger fires, in milliseconds. */
export function triggerDelayMs(trigger: Trigger): number {
  if ("idleMinutes" in trigger) return DurationMs.minutes(trigger.idleMinutes);
  if (trigger.kind === "order_delivered") return DurationMs.days(trigger.daysAfterFulfilment);
  return trigger.kind === "price_drop" ? DurationMs.minutes(trigger.settleMinutes) : 0;
}

/** How long a trigger that is learnt of late still counts, in milliseconds; `null`: for as long as it holds. */
export function freshMs(trigger: Trigger): number | null {
  return "freshHours" in trigger ? DurationMs.hours(trigger.freshHours) : null;
}
