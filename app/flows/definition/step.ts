import { z } from "zod";
import { Wait } from "./duration";
import { SendStep } from "./send-step";
import { ACTION_STEPS } from "./action-step";
import { SplitCondition } from "./condition";

const StepId = z.string().regex(/^[a-z0-9-]{1,40}$/);
/** The target step; null ends the enrollment. Targets are always further down, so that loops are impossible. */
const Target = StepId.nullable();
/** The next step; without it, the step below. */
const Next = Target.optional();
const Hour = z.number().int().min(0).max(23);

const WaitStep = z.object({ kind: z.literal("wait"), stepId: StepId, for: Wait, next: Next });

/**
 * Waits for a local time of the recipient. If daylight saving skips the hour, the next
 * existing instant counts; of a repeated hour the first (`time/wall-clock.ts`).
 */
const WaitUntilStep = z.object({
  kind: z.literal("wait_until"),
  stepId: StepId,
  next: Next,
  until: z.discriminatedUnion("kind", [
    /** The next occurrence of the hour. */
    z.object({ kind: z.literal("hour"), hour: Hour }),
    /** The profile's best send time; the fallback if it is unknown. */
    z.object({ kind: z.literal("best_hour"), fallbackHour: Hour }),
    /** A date. A date in the past does not wait. */
    z.object({ kind: z.literal("date"), date: z.iso.date(), hour: Hour }),
  ]),
});

/** Events that a flow can wait for. */
export const AwaitedEvent = z.enum(["clicked", "visited", "added_to_cart", "ordered"]);
export type AwaitedEvent = z.infer<typeof AwaitedEvent>;

/** Waits for an event with a timeout. */
const WaitForStep = z.object({
  kind: z.literal("wait_for"),
  stepId: StepId,
  happening: AwaitedEvent,
  atMost: Wait,
  whenHappened: Target,
  whenNot: Target,
});

const SplitStep = z.object({
  kind: z.literal("split"),
  stepId: StepId,
  condition: SplitCondition,
  whenTrue: Target,
  whenFalse: Target,
});

/** Assigns each profile to one path by a deterministic draw. */
const RandomSplitStep = z.object({
  kind: z.literal("random_split"),
  stepId: StepId,
  paths: z
    .array(
      z.object({
        name: z.string().trim().min(1, "Must not be empty").max(40),
        /** Share of the profiles at this split; the shares add up to 1. */
        share: z.number().min(0).max(1),
        to: Target,
      }),
    )
    .min(2)
    .max(5)
    .refine(
      (paths) => Math.abs(paths.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-9,
      "The shares must add up to 100%",
    ),
});

/** Suppresses marketing email until the next opt-in. */
const SuppressStep = z.object({ kind: z.literal("suppress"), stepId: StepId, next: Next });

/** Ends the enrollment before the last step. */
const ExitStep = z.object({ kind: z.literal("exit"), stepId: StepId });

export const Step = z.discriminatedUnion("kind", [
  WaitStep,
  WaitUntilStep,
  WaitForStep,
  SendStep,
  SplitStep,
  RandomSplitStep,
  SuppressStep,
  ...ACTION_STEPS,
  ExitStep,
]);
export type Step = z.infer<typeof Step>;
