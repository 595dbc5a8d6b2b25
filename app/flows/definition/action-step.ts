import { z } from "zod";
import { findWebhookUrlProblem } from "./webhook-url";

const StepId = z.string().regex(/^[a-z0-9-]{1,40}$/);
/** The next step; without it, the step below. */
const Next = StepId.nullable().optional();

/** In characters. */
export const MAX_LENGTHS = {
  propertyName: 40,
  propertyValue: 100,
  tag: 255,
  note: 300,
  url: 500,
} as const;

const RequiredText = (max: number) => z.string().trim().min(1).max(max);

/** The name of a profile property, as the merchant writes it. */
export const PropertyName = RequiredText(MAX_LENGTHS.propertyName).regex(/^[\p{L}\p{N} _-]+$/u);
export const PropertyValue = RequiredText(MAX_LENGTHS.propertyValue);

/** Sets a profile property, which every flow can test (`has_property`). */
const SetPropertyStep = z.object({
  kind: z.literal("set_property"),
  stepId: StepId,
  name: PropertyName,
  value: PropertyValue,
  next: Next,
});

/** Adds or removes a customer tag in Shopify. Shopify separates tags by commas. */
const TagStep = z.object({
  kind: z.literal("tag"),
  stepId: StepId,
  change: z.enum(["add", "remove"]),
  tag: RequiredText(MAX_LENGTHS.tag).regex(/^[^,]+$/),
  next: Next,
});

/** Notifies the merchant by email. */
const NotifyStep = z.object({
  kind: z.literal("notify"),
  stepId: StepId,
  note: RequiredText(MAX_LENGTHS.note),
  next: Next,
});

/** Calls a webhook with a signed request. */
const WebhookStep = z.object({
  kind: z.literal("webhook"),
  stepId: StepId,
  url: RequiredText(MAX_LENGTHS.url).refine((url) => findWebhookUrlProblem(url) === null),
  next: Next,
});

/** Actions outside of Kindred, each executed once per enrollment: `delivery/actions/`. */
export const ActionStep = z.discriminatedUnion("kind", [TagStep, NotifyStep, WebhookStep]);
export type ActionStep = z.infer<typeof ActionStep>;

export const ACTION_STEPS = [SetPropertyStep, ...ActionStep.options] as const;
