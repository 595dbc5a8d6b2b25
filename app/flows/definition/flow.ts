import { z } from "zod";
import type { SegmentRule } from "~/segments/segment";
import { ProfileCondition } from "./condition";
import { ExitCondition } from "./exit-condition";
import { MAX_NOTE_CHARS } from "./note-length";
import { Step } from "./step";
import { listTargets } from "./step-targets";
import { Trigger } from "./trigger";

/**
 * An automated sequence: trigger, steps and exit conditions. A version
 * is immutable once stored.
 */
export const FlowDefinition = z
  .object({
    key: z.string().regex(/^[a-z0-9-]{1,40}$/),
    name: z.string().trim().min(1, "Must not be empty").max(80, "Must be at most 80 characters"),
    trigger: Trigger,
    /** Conditions on the profile, all required on entry and again before each email. */
    filter: z.array(ProfileCondition).max(10).default([]),
    steps: z.array(Step).min(1).max(40),
    exits: z.array(ExitCondition),
    /** The goal of the flow. Reaching it ends the enrollment. */
    goal: ExitCondition.nullable().default(null),
    /** Minimum days between two enrollments of a profile; null: no limit. */
    reentryDays: z.number().int().min(1).max(3_650).nullable().default(null),
    /** Whether profiles in other flows are kept out. */
    onlyAlone: z.boolean().default(false),
    /** Of two messages due together the one with the higher priority is sent first. */
    priority: z.number().int().min(0).max(100).default(50),
    /** Minimum days before a profile gets the same email again; null: the shop's setting, 0: no limit. */
    repeatDays: z.number().int().min(0).max(365).nullable().default(null),
    /** Holdout rate; null: the shop's setting. */
    holdoutRate: z.number().min(0).max(0.5).nullable(),
    /** The merchant's own note. */
    note: z.string().max(MAX_NOTE_CHARS).default(""),
  })
  .superRefine(({ steps }, context) => {
    const position = new Map(steps.map(({ stepId }, i) => [stepId, i]));
    if (position.size < steps.length) {
      context.addIssue({ code: "custom", path: ["steps"], message: "Two steps have one id" });
    }
    steps.forEach((step, i) => {
      for (const target of listTargets(step)) {
        if (target === null || (position.get(target) ?? -1) > i) continue;
        context.addIssue({
          code: "custom",
          path: ["steps", i],
          message: `A path must lead to a step further down, not to "${target}"`,
        });
      }
    });
  });
export type FlowDefinition = z.infer<typeof FlowDefinition>;

/** Whether any email of the flow also goes to customers who are not subscribed. */
export function reachesNonSubscribers({ steps }: Pick<FlowDefinition, "steps">): boolean {
  return steps.some((step) => step.kind === "send" && step.audience === "all_customers");
}

/** All segment rules in a flow's filter and splits. */
export function listSegmentRules({
  filter,
  steps,
}: Pick<FlowDefinition, "filter" | "steps">): SegmentRule[] {
  const conditions = [
    ...filter,
    ...steps.flatMap((step) => (step.kind === "split" ? [step.condition] : [])),
  ];
  return conditions.flatMap((condition) =>
    condition.kind === "meets_rule" ? [condition.rule] : [],
  );
}
