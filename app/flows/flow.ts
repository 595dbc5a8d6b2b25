import { z } from "zod";
import type { SegmentRule } from "~/segments/segment";
import { ProfileCondition } from "./definition/condition";
import { ExitCondition } from "./definition/exit-condition";
import { Step, listTargets } from "./definition/step";
import { Trigger } from "./definition/trigger";

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
    /** What must hold of the profile, all of it, when a run begins and again when each mail leaves. */
    filter: z.array(ProfileCondition).max(10).default([]),
    steps: z.array(Step).min(1).max(40),
    exits: z.array(ExitCondition),
    /** What the flow is for: whoever does it leaves with the goal reached. */
    goal: ExitCondition.nullable().default(null),
    /** Days before somebody may enter the flow again, whatever it would be about; null: no such limit. */
    reentryDays: z.number().int().min(1).max(3_650).nullable().default(null),
    /** Whether nobody enters who is in another flow. */
    onlyAlone: z.boolean().default(false),
    /** Of two mails that fall together the one with the higher number goes, and the other waits. */
    priority: z.number().int().min(0).max(100).default(50),
    /** Least days before one person gets the same email of the flow again; null: the shop's setting, 0: no limit. */
    repeatDays: z.number().int().min(0).max(365).nullable().default(null),
    /** Share that is left alone; null: the shop's setting. */
    holdoutRate: z.number().min(0).max(0.5).nullable(),
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

/** Whether any mail of the flow also goes to customers who have not subscribed. */
export function reachesNonSubscribers({ steps }: Pick<FlowDefinition, "steps">): boolean {
  return steps.some((step) => step.kind === "send" && step.audience === "all_customers");
}

/** Every rule of the segments' grammar that a flow asks, in its filter and at its splits. */
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
