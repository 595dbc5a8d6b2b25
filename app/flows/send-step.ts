import { z } from "zod";
import { ProfileCondition } from "./definition/condition";
import { ExitCondition } from "./definition/exit-condition";
import { Purpose } from "./definition/purpose";
import { RankingTrigger } from "./definition/trigger";
import { FORMER_TEXTS, NO_TEMPLATE } from "./former-texts";

/** Names a template of messages/: a ready one by `<flow key>/<step id>`, until the shop publishes its own version of it. */
export const TemplateRef = z.string().regex(/^[a-z0-9-]{1,40}(\/[a-z0-9-]{1,40})?$/);

/** A discount of one's own in a mail. The mail goes without where the shop has none to give. */
export const CouponRequest = z.object({
  percentOff: z.number().int().min(1).max(90),
  validDays: z.number().int().min(1).max(90),
});
export type CouponRequest = z.infer<typeof CouponRequest>;

export const SendStep = z.object({
  kind: z.literal("send"),
  stepId: z.string().regex(/^[a-z0-9-]{1,40}$/),
  /** Where a run goes after the mail; without one, on to the step below. */
  next: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .nullable()
    .optional(),
  /** What the mail says. */
  templateId: TemplateRef.default(NO_TEMPLATE),
  ...FORMER_TEXTS,
  coupon: CouponRequest.nullable().default(null),
  /** What keeps this mail from going, besides what ends the flow. */
  unless: z.array(ExitCondition).default([]),
  /** `all_customers` adds those who were never asked; who said no is never mailed. */
  audience: z.enum(["subscribers", "all_customers"]),
  /** Outranks other mail: goes out though another mail went within the cap's hours. */
  exemptFromHourCap: z.boolean(),
  /** How long after its step was due the mail may leave at the earliest, so that a late order still stops it. */
  settleMinutes: z
    .number()
    .int()
    .min(0)
    .max(24 * 60),
  /** Later than this after its step was due, it is not worth sending. */
  expiresAfterHours: z
    .number()
    .int()
    .min(1)
    .max(30 * 24),
});
export type SendStep = z.infer<typeof SendStep>;

const Instant = z.coerce.date();

/** What a run is about, as far as its mails need it. */
export const TriggerObject = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("checkout"),
    token: z.string().min(1),
    cartToken: z.string().nullable(),
    startedAt: Instant,
    idleMinutes: z.number(),
  }),
  z.object({ kind: z.literal("order"), orderId: z.string().min(1), placedAt: Instant }),
  /** What somebody put into their cart since. */
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
    /** When they looked at it, bought it, or asked for it. */
    at: Instant,
    /** What it cost them then, in minor units, where that matters. */
    seenMinor: z.number().int().nullable(),
    /** How many are few, by the flow as it was then, where that is what the run is about. */
    fewUnits: z.number().int().optional(),
    /** Whether it was back and is gone again, and nobody could tell them. */
    isGoneAgain: z.boolean().optional(),
  }),
  /** The person as such: what happened to them, or holds of them. */
  z.object({
    kind: z.literal("person"),
    key: z.string().min(1),
    at: Instant,
    /** The segment that they joined or left, where that is what happened. */
    moved: z.object({ segmentId: z.string(), change: z.enum(["joined", "left"]) }).optional(),
    /** What was found of them, by the flow as it was then. */
    found: RankingTrigger.optional(),
  }),
]);
export type TriggerObject = z.infer<typeof TriggerObject>;

/** All that is known of a mail when it is planned. What may change until it leaves is read when it leaves. */
export const SendIntent = z.object({
  origin: z.literal("flow"),
  templateId: TemplateRef.default(NO_TEMPLATE),
  ...FORMER_TEXTS,
  /** Stands in the place of the template's subject. */
  subject: z.string().optional(),
  coupon: CouponRequest.nullable().default(null),
  /** All of them are marketing by law, a left checkout too; the purpose decides which limits apply. */
  purpose: Purpose,
  audience: SendStep.shape.audience,
  exemptFromHourCap: z.boolean(),
  exits: z.array(ExitCondition),
  filter: z.array(ProfileCondition).default([]),
  priority: z.number().int().default(50),
  /** Least days before the same email may come again, by the flow; null: the shop's setting, 0: no limit. */
  repeatDays: z.number().int().nullable().default(null),
  trigger: TriggerObject,
});
export type SendIntent = z.infer<typeof SendIntent>;

/** What a run's key is, by which it is unique for its flow and profile. */
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
