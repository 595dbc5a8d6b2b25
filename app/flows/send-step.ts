import { z } from "zod";
import { RecommendationList } from "~/recommendations/recommendation";

/** A mail's layout. Each exists once (messages/templates/); what differs by step is its copy. */
export const TemplateId = z.enum(["abandoned-checkout", "cross-sell", "letter"]);
export type TemplateId = z.infer<typeof TemplateId>;

/** The texts of a step that the merchant may edit, in the merge grammar of messages/merge/merge-grammar.ts. */
export const StepCopy = z.object({
  subject: z.string(),
  /** Shown after the subject in the inbox. */
  preheader: z.string(),
  heading: z.string(),
  /** An empty line begins a new paragraph. */
  intro: z.string(),
  button: z.string(),
});
export type StepCopy = z.infer<typeof StepCopy>;

/** Products to place in a mail. */
export const PickRequest = z.object({
  list: RecommendationList,
  count: z.number().int().min(1).max(8),
  /** Whether the mail is pointless without them. */
  required: z.boolean(),
});
export type PickRequest = z.infer<typeof PickRequest>;

/** Names a template of messages/: a ready one by `<flow key>/<step id>`, until the shop publishes its own version of it. */
const TemplateRef = z.string().regex(/^[a-z0-9-]{1,40}(\/[a-z0-9-]{1,40})?$/);

export const SendStep = z.object({
  kind: z.literal("send"),
  stepId: z.string().regex(/^[a-z0-9-]{1,40}$/),
  /** What the mail says. A step without one brings `template`, `copy` and `picks`. */
  templateId: TemplateRef.optional(),
  template: TemplateId,
  copy: StepCopy,
  picks: PickRequest.nullable(),
  /** Both flows of the library are marketing by law, a left checkout too. */
  purpose: z.literal("marketing"),
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

/** What ends a run of a flow, besides what ends every run (`exit-reason.ts`). */
export const ExitRule = z.enum(["order_placed", "checkout_completed", "order_returned"]);
export type ExitRule = z.infer<typeof ExitRule>;

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
]);
export type TriggerObject = z.infer<typeof TriggerObject>;

/** All that is known of a mail when it is planned. What may change until it leaves is read when it leaves. */
export const SendIntent = z.object({
  origin: z.literal("flow"),
  templateId: TemplateRef.optional(),
  template: TemplateId,
  copy: StepCopy,
  picks: PickRequest.nullable(),
  purpose: z.literal("marketing"),
  audience: SendStep.shape.audience,
  exemptFromHourCap: z.boolean(),
  exits: z.array(ExitRule),
  trigger: TriggerObject,
});
export type SendIntent = z.infer<typeof SendIntent>;
