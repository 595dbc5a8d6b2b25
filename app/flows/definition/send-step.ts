import { z } from "zod";
import { ProfileCondition } from "./condition";
import { DISCOUNT_BOUNDS } from "./discount-bounds";
import { ExitCondition } from "./exit-condition";
import { MessagePurpose } from "./purpose";
import { MAX_SETTLE_MINUTES } from "./settle-minutes";
import { RankingTrigger } from "./trigger";

/** A template id; `<flow key>/<step id>` is prebuilt until the shop publishes its own version. */
export const TemplateRef = z.string().regex(/^[a-z0-9-]{1,40}(\/[a-z0-9-]{1,40})?$/);

const Whole = ({ min, max }: { readonly min: number; readonly max: number }) =>
  z.number().int().min(min).max(max);

/** A unique discount code in an email. The email is sent without it if none is available. */
export const CouponRequest = z.object({
  percentOff: Whole(DISCOUNT_BOUNDS.percentOff),
  validDays: Whole(DISCOUNT_BOUNDS.validDays),
  /** Whether Kindred chooses each customer's discount, within the shop's limit; missing: all get this one. */
  perCustomer: z.literal(true).exactOptional(),
});
export type CouponRequest = z.infer<typeof CouponRequest>;

export const SendStep = z.object({
  kind: z.literal("send"),
  stepId: z.string().regex(/^[a-z0-9-]{1,40}$/),
  /** The next step; without it, the step below. */
  next: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .nullable()
    .optional(),
  /** The template of the email. */
  templateId: TemplateRef,
  coupon: CouponRequest.nullable().default(null),
  /** Conditions that skip this email, in addition to the flow's exit conditions. */
  unless: z.array(ExitCondition).default([]),
  /** `all_customers` includes customers without an opt-in; opted-out customers are never emailed. */
  audience: z.enum(["subscribers", "all_customers"]),
  /** Ignores the hourly frequency cap. */
  exemptFromHourCap: z.boolean(),
  /** Grace period after the due time, in which a late order still stops the email. */
  settleMinutes: z.number().int().min(0).max(MAX_SETTLE_MINUTES),
  /** Hours after the due time when the email expires. */
  expiresAfterHours: z
    .number()
    .int()
    .min(1)
    .max(30 * 24),
});
export type SendStep = z.infer<typeof SendStep>;

const Instant = z.coerce.date();

/** The trigger object of an enrollment. */
export const TriggerObject = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("checkout"),
    token: z.string().min(1),
    cartToken: z.string().nullable(),
    startedAt: Instant,
    idleMinutes: z.number(),
  }),
  z.object({ kind: z.literal("order"), orderId: z.string().min(1), placedAt: Instant }),
  /** The cart since a time. */
  z.object({
    kind: z.literal("cart"),
    key: z.string().min(1),
    startedAt: Instant,
    idleMinutes: z.number(),
  }),
  z.object({
    kind: z.literal("product"),
    key: z.string().min(1),
    productId: z.string().min(1),
    /** null: any variant of the product. */
    variantId: z.string().nullable(),
    /** When the customer viewed, bought or requested it. */
    at: Instant,
    /** The price at that time in minor units, if relevant. */
    seenMinor: z.number().int().nullable(),
    /** The low-stock threshold of the flow at that time. */
    fewUnits: z.number().int().optional(),
    /** Whether it sold out again before the customer was notified. */
    isGoneAgain: z.boolean().optional(),
  }),
  /** The profile itself, for triggers without another object. */
  z.object({
    kind: z.literal("person"),
    key: z.string().min(1),
    at: Instant,
    /** The segment change that fired the trigger. */
    moved: z.object({ segmentId: z.string(), change: z.enum(["joined", "left"]) }).optional(),
    /** The ranking trigger that matched, as it was then. */
    found: RankingTrigger.optional(),
    /** The id of the custom event that fired the trigger. */
    eventId: z.string().optional(),
  }),
]);
export type TriggerObject = z.infer<typeof TriggerObject>;

/** Of intents; a stored one lacks what has these values. */
const INTENT_DEFAULTS = {
  coupon: null,
  filter: [] as ProfileCondition[],
  priority: 50,
  repeatDays: null,
};

/** Everything known about a message when it is planned. Data that can change is loaded before sending. */
export const SendIntent = z.object({
  origin: z.literal("flow"),
  templateId: TemplateRef,
  /** Replaces the template's subject. */
  subject: z.string().optional(),
  coupon: CouponRequest.nullable().default(INTENT_DEFAULTS.coupon),
  /** All are marketing by law, including abandoned checkouts; the purpose decides the sending limits. */
  purpose: MessagePurpose,
  audience: SendStep.shape.audience,
  exemptFromHourCap: z.boolean(),
  exits: z.array(ExitCondition),
  filter: z.array(ProfileCondition).default(INTENT_DEFAULTS.filter),
  priority: z.number().int().default(INTENT_DEFAULTS.priority),
  /** The flow's minimum days between repeats; null: the shop's setting, 0: no limit. */
  repeatDays: z.number().int().nullable().default(INTENT_DEFAULTS.repeatDays),
  trigger: TriggerObject,
});
export type SendIntent = z.infer<typeof SendIntent>;

/** An intent as stored with each message: without the values that its schema adds when it is read. */
export function toStoredIntent(intent: Pick<SendIntent, keyof typeof INTENT_DEFAULTS>): object {
  const defaults = new Map(
    Object.entries(INTENT_DEFAULTS).map(([name, value]) => [name, JSON.stringify(value)]),
  );
  return Object.fromEntries(
    Object.entries(intent).filter(([name, value]) => JSON.stringify(value) !== defaults.get(name)),
  );
}

/** The object key, unique per flow and profile. */
export function getObjectKey(
  about:
    | { readonly kind: "checkout"; readonly token: string }
    | { readonly kind: "order"; readonly orderId: string }
    | Exclude<TriggerObject, { kind: "checkout" | "order" }>,
): string {
  switch (about.kind) {
    case "checkout":
      return about.token;
    case "order":
      return about.orderId;
    case "cart":
    case "product":
    case "person":
      return about.key;
  }
}
