import { z } from "zod";
import { Wait } from "../duration";
import { SendStep } from "../send-step";
import { ACTION_STEPS } from "./action-step";
import { Condition } from "./condition";

const StepId = z.string().regex(/^[a-z0-9-]{1,40}$/);
/** Where a run goes; null ends it. Only steps further down: a run cannot go in circles. */
const Target = StepId.nullable();
/** Where a run goes after a step; without one, on to the step below. */
const Next = Target.optional();
const Hour = z.number().int().min(0).max(23);

const WaitStep = z.object({ kind: z.literal("wait"), stepId: StepId, for: Wait, next: Next });

/**
 * Waits for an instant on the recipient's clock. Where summer time leaves an hour out, the next
 * instant that exists counts; where an hour comes twice, the first (`time/wall-clock.ts`).
 */
const WaitUntilStep = z.object({
  kind: z.literal("wait_until"),
  stepId: StepId,
  next: Next,
  until: z.discriminatedUnion("kind", [
    /** The next time that the clock shows it. */
    z.object({ kind: z.literal("hour"), hour: Hour }),
    /** The next time of the hour at which this profile answers best; the fallback where that is not known. */
    z.object({ kind: z.literal("best_hour"), fallbackHour: Hour }),
    /** A day; one that has passed is not waited for. */
    z.object({ kind: z.literal("date"), date: z.iso.date(), hour: Hour }),
  ]),
});

/** What a run may wait for. */
export const Happening = z.enum(["clicked", "visited", "added_to_cart", "ordered"]);
export type Happening = z.infer<typeof Happening>;

/** Waits until something happens, but no longer than a time. */
const WaitForStep = z.object({
  kind: z.literal("wait_for"),
  stepId: StepId,
  happening: Happening,
  atMost: Wait,
  whenHappened: Target,
  whenNot: Target,
});

const SplitStep = z.object({
  kind: z.literal("split"),
  stepId: StepId,
  condition: Condition,
  whenTrue: Target,
  whenFalse: Target,
});

/** Sends each profile down one path by a draw that never changes: a test of variants, or a share. */
const RandomSplitStep = z.object({
  kind: z.literal("random_split"),
  stepId: StepId,
  paths: z
    .array(
      z.object({
        name: z.string().trim().min(1, "Must not be empty").max(40),
        /** Of all who come here; the shares of a split add up to 1. */
        share: z.number().min(0).max(1),
        to: Target,
      }),
    )
    .min(2)
    .max(5)
    .refine(
      (paths) => Math.abs(paths.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-9,
      "The shares must add up to 100 %",
    ),
});

/** No more marketing mail to the profile until it opts in again. */
const SuppressStep = z.object({ kind: z.literal("suppress"), stepId: StepId, next: Next });

/** Ends the run before the last step. */
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

/** Where a run may go from a step besides on to the one below. */
export function targetsOf(step: Step): readonly (string | null)[] {
  if (step.kind === "split") return [step.whenTrue, step.whenFalse];
  if (step.kind === "wait_for") return [step.whenHappened, step.whenNot];
  if (step.kind === "random_split") return step.paths.map(({ to }) => to);
  return step.kind !== "exit" && step.next !== undefined ? [step.next] : [];
}
