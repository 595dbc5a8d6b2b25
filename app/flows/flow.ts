import { z } from "zod";
import { DurationMs, Wait } from "./duration";
import { ExitRule, SendStep } from "./send-step";

const StepId = z.string().regex(/^[a-z0-9-]{1,40}$/);

/** What a split asks about the profile when the run arrives there. */
export const Condition = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("is_subscribed") }),
  /** A human click on a mail that this run has sent so far. */
  z.object({ kind: z.literal("has_clicked") }),
]);
export type Condition = z.infer<typeof Condition>;

const WaitStep = z.object({ kind: z.literal("wait"), stepId: StepId, for: Wait });
const SplitStep = z.object({
  kind: z.literal("split"),
  stepId: StepId,
  condition: Condition,
  /** Where the run goes; null ends it. Only steps further down: a run cannot go in circles. */
  whenTrue: StepId.nullable(),
  whenFalse: StepId.nullable(),
});
/** Ends the run before the last step. */
const ExitStep = z.object({ kind: z.literal("exit"), stepId: StepId });

export const Step = z.discriminatedUnion("kind", [WaitStep, SendStep, SplitStep, ExitStep]);
export type Step = z.infer<typeof Step>;

export const Trigger = z.discriminatedUnion("kind", [
  /** A checkout that nobody touched for a while. The run is about the checkout's token. */
  z.object({
    kind: z.literal("checkout_idle"),
    idleMinutes: z
      .number()
      .int()
      .min(10)
      .max(7 * 24 * 60),
    /** A checkout that has been idle for longer than this when we learn of it is left alone. */
    freshHours: z
      .number()
      .int()
      .min(1)
      .max(30 * 24),
  }),
  /** An order that reached the customer. The run is about the order's id. */
  z.object({
    kind: z.literal("order_delivered"),
    /** Shops seldom tell the delivery: so long after its fulfilment an order counts as delivered. */
    daysAfterFulfilment: z.number().int().min(0).max(60),
    /** An order that was delivered longer ago than this when we learn of it is left alone. */
    freshHours: z
      .number()
      .int()
      .min(1)
      .max(90 * 24),
  }),
]);
export type Trigger = z.infer<typeof Trigger>;

/**
 * An automated sequence: what starts it, what it does, what ends it. A version
 * of it never changes once it is stored.
 */
export const FlowDefinition = z
  .object({
    key: z.string().regex(/^[a-z0-9-]{1,40}$/),
    name: z.string().trim().min(1, "Must not be empty").max(80, "Must be at most 80 characters"),
    description: z.string().max(400),
    trigger: Trigger,
    steps: z.array(Step).min(1).max(40),
    exits: z.array(ExitRule),
    /** Share that is left alone; null: the shop's setting. */
    holdoutRate: z.number().min(0).max(0.5).nullable(),
  })
  .superRefine(({ steps }, context) => {
    const position = new Map(steps.map(({ stepId }, i) => [stepId, i]));
    if (position.size < steps.length) {
      context.addIssue({ code: "custom", path: ["steps"], message: "Two steps have one id" });
    }
    steps.forEach((step, i) => {
      if (step.kind !== "split") return;
      for (const target of [step.whenTrue, step.whenFalse]) {
        if (target === null || (position.get(target) ?? -1) > i) continue;
        context.addIssue({
          code: "custom",
          path: ["steps", i],
          message: `A split must lead to a step further down, not to "${target}"`,
        });
      }
    });
  });
export type FlowDefinition = z.infer<typeof FlowDefinition>;

/** How long after an event the trigger fires, in milliseconds. */
export function triggerDelayMs(trigger: Trigger): number {
  return trigger.kind === "checkout_idle"
    ? DurationMs.minutes(trigger.idleMinutes)
    : DurationMs.days(trigger.daysAfterFulfilment);
}

/** Whether any mail of the flow also goes to customers who have not subscribed. */
export function reachesNonSubscribers({ steps }: Pick<FlowDefinition, "steps">): boolean {
  return steps.some((step) => step.kind === "send" && step.audience === "all_customers");
}
