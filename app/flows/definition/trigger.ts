import { z } from "zod";
import { CUSTOM_NAME, PROPERTY_COMPARISONS } from "~/events/custom-event";
import { DurationMs } from "./duration";

const whole = (min: number, max: number) => z.number().int().min(min).max(max);
const Share = z.number().min(0.01).max(0.5);
/** Events that arrive this many hours after the trigger would have fired are ignored. */
const maxAgeHours = whole(1, 90 * 24);
/** From 10 minutes to a week. */
const idleMinutes = whole(10, 7 * 24 * 60);

/** In the top share by net spend or predicted value over twelve months. Once per customer. */
const TopCustomer = z.object({ kind: z.literal("top_customer"), topShare: Share });

/** A past customer has become likely to order soon. One object per week. */
const OrderExpected = z.object({
  kind: z.literal("order_expected"),
  /** In the top share by purchase intent within 7 days. */
  topShare: Share,
  /** Or the next order is expected within this many days. */
  withinDays: whole(1, 30),
});

/** A custom event of the customer arrived through the API. Object: the event. */
const CustomEvent = z
  .object({
    kind: z.literal("custom_event"),
    eventName: z.string().trim().regex(CUSTOM_NAME),
    /** The property that decides; empty: every event counts. */
    property: z.string().trim().regex(CUSTOM_NAME).or(z.literal("")),
    comparison: z.enum(PROPERTY_COMPARISONS),
    value: z.string().trim().max(255),
    maxAgeHours,
  })
  .refine(
    ({ property, comparison, value }) =>
      property === "" || comparison === "is" || (value !== "" && Number.isFinite(Number(value))),
    { path: ["value"] },
  );

/** Triggers by ranking. A customer can stop qualifying while enrolled. */
export const RankingTrigger = z.discriminatedUnion("kind", [TopCustomer, OrderExpected]);
export type RankingTrigger = z.infer<typeof RankingTrigger>;

/**
 * What starts an enrollment and its object. Some triggers fire on an
 * event, others are found by scans of profiles (`scan/`).
 */
export const Trigger = z.discriminatedUnion("kind", [
  /** A checkout without changes for a while. Object: the checkout's token. */
  z.object({ kind: z.literal("checkout_idle"), idleMinutes, maxAgeHours }),
  /** A cart without changes and without a checkout for a while. Object: the day on which it was filled. */
  z.object({ kind: z.literal("cart_idle"), idleMinutes, maxAgeHours }),
  /** An engaged product view, a while after the visit. Object: the product. */
  z.object({
    kind: z.literal("browse_idle"),
    idleMinutes,
    maxAgeHours,
    /** Either the views or the dwell time must be reached. */
    minViews: whole(1, 20),
    minDwellSeconds: whole(1, 600),
  }),
  /** An opt-in to marketing email. */
  z.object({ kind: z.literal("consent_given"), maxAgeHours }),
  /** A profile joined a segment. Object: the day. The first members of a new segment have not joined. */
  z.object({ kind: z.literal("segment_joined"), segmentId: z.string().min(1), maxAgeHours }),
  /** A profile left a segment. Object: the day. */
  z.object({ kind: z.literal("segment_left"), segmentId: z.string().min(1), maxAgeHours }),
  /** A Shopify Flow workflow adds a customer. Object: the run of the workflow step. */
  z.object({ kind: z.literal("shopify_flow"), maxAgeHours }),
  CustomEvent,
  /** An order was paid, or placed with payment on delivery. Object: the order. */
  z.object({ kind: z.literal("order_paid"), maxAgeHours }),
  /** An order was delivered. Object: the order. */
  z.object({
    kind: z.literal("order_delivered"),
    /** Deliveries are rarely reported: an order counts as delivered this many days after fulfillment. */
    daysAfterFulfillment: whole(0, 60),
    maxAgeHours,
  }),
  /** A customer whose next order is overdue. Object: the day of the last order. */
  z.object({
    kind: z.literal("lapsed"),
    /** Days without an order, for customers without an interval of their own. */
    defaultDays: whole(14, 730),
    /** Multiple of the customer's own mean interval. */
    intervalFactor: z.number().min(1).max(5),
    /** Maximum enrollments per day, so that activating the flow does not email everyone at once. */
    maxPerDay: whole(1, 10_000),
  }),
  /** A purchased product is about to be used up. Object: the product and the day of the order. */
  z.object({
    kind: z.literal("replenishment_due"),
    daysBefore: whole(0, 30),
    /** Minimum number of customers who rebought the product before its interval is used. */
    minRepeatBuyers: whole(3, 1_000),
    /** Products with this tag need fewer repeat purchases; empty: no tag. */
    tag: z.string().trim().max(255).default("replenishable"),
  }),
  /** Many emails and no engagement for a long time. Object: the day of the last engagement. */
  z.object({ kind: z.literal("unengaged"), minEmails: whole(1, 100), quietDays: whole(30, 730) }),
  TopCustomer,
  /** A yearly anniversary of the customer. Object: the year. */
  z.object({
    kind: z.literal("anniversary"),
    of: z.enum(["sign_up", "first_order"]),
    daysBefore: whole(0, 30),
  }),
  OrderExpected,
  /** A requested variant is back in stock. Object: the request. */
  z.object({
    kind: z.literal("back_in_stock"),
    minUnits: whole(1, 1_000),
    validDays: whole(1, 365),
  }),
  /** A viewed product became cheaper. Object: the product and the day. */
  z.object({
    kind: z.literal("price_drop"),
    minDropRate: z.number().min(0.01).max(0.9),
    seenWithinDays: whole(1, 90),
    /** How long a price must hold, so that a typo is not emailed. */
    settleMinutes: whole(0, 7 * 24 * 60),
  }),
  /** A product in the cart or viewed often is low in stock. Object: the product and the day. */
  z.object({
    kind: z.literal("low_stock"),
    maxUnits: whole(1, 100),
    minViews: whole(1, 20),
    seenWithinDays: whole(1, 60),
  }),
]);
export type Trigger = z.infer<typeof Trigger>;
export type TriggerKind = Trigger["kind"];

/** How far a customer got in the shop. An enrollment at a later funnel stage ends those at earlier stages. */
export type FunnelStage = "product" | "cart" | "checkout";

const STAGE_BY_TRIGGER: Partial<Record<TriggerKind, FunnelStage>> = {
  browse_idle: "product",
  cart_idle: "cart",
  checkout_idle: "checkout",
};

/** @returns `null` for flows other than abandonment flows */
export function getFunnelStage(kind: TriggerKind): FunnelStage | null {
  return STAGE_BY_TRIGGER[kind] ?? null;
}

const STAGE_ORDER: Record<FunnelStage, number> = { product: 1, cart: 2, checkout: 3 };

/** Whether a stage is later than another; false if either is null. */
export function isLaterStage(stage: FunnelStage | null, than: FunnelStage | null): boolean {
  return stage !== null && than !== null && STAGE_ORDER[stage] > STAGE_ORDER[than];
}

/** Whether a trigger's object is an order. */
export const isOrderTrigger = ({ kind }: Trigger): boolean =>
  kind === "order_paid" || kind === "order_delivered";

/** Delay between the event and the trigger, in milliseconds. */
export function getTriggerDelayMs(trigger: Trigger): number {
  if ("idleMinutes" in trigger) return DurationMs.minutes(trigger.idleMinutes);
  if (trigger.kind === "order_delivered") return DurationMs.days(trigger.daysAfterFulfillment);
  return trigger.kind === "price_drop" ? DurationMs.minutes(trigger.settleMinutes) : 0;
}

/** Maximum age at which a late trigger still fires, in milliseconds; `null`: no limit. */
export function getMaxTriggerAgeMs(trigger: Trigger): number | null {
  return "maxAgeHours" in trigger ? DurationMs.hours(trigger.maxAgeHours) : null;
}
