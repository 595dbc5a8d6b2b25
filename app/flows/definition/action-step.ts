import { z } from "zod";
import { findWebhookUrlProblem } from "./webhook-url";

const StepId = z.string().regex(/^[a-z0-9-]{1,40}$/);
/** The next step; without it, the step below. */
const Next = StepId.nullable().optional();
const RequiredText = (max: number) =>
  z.string().trim().min(1, "Must not be empty").max(max, `Must be at most ${max} characters`);

/** The name of a profile property, as the merchant writes it. */
export const PropertyName = RequiredText(40).regex(
  /^[\p{L}\p{N} _-]+$/u,
  "Must be letters, digits, spaces, hyphens and underscores",
);
export const PropertyValue = RequiredText(100);

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
  tag: RequiredText(255).regex(/^[^,]+$/, "Must be one tag, without a comma"),
  next: Next,
});

/** Notifies the merchant by email. */
const NotifyStep = z.object({
  kind: z.literal("notify"),
  stepId: StepId,
  note: RequiredText(300),
  next: Next,
});

/** Calls a webhook with a signed request. */
const WebhookStep = z.object({
  kind: z.literal("webhook"),
  stepId: StepId,
  url: RequiredText(500).superRefine((url, context) => {
    const problem = findWebhookUrlProblem(url);
    if (problem !== null) context.addIssue({ code: "custom", message: problem });
  }),
  next: Next,
});

/** Actions outside of Kindred, each executed once per enrollment: `delivery/actions/`. */
export const ActionStep = z.discriminatedUnion("kind", [TagStep, NotifyStep, WebhookStep]);
export type ActionStep = z.infer<typeof ActionStep>;

export const ACTION_STEPS = [SetPropertyStep, ...ActionStep.options] as const;
