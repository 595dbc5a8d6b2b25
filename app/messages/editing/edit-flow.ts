import { z } from "zod";
import { withAudience } from "~/flows/definition/audience";
import { ExitCondition } from "~/flows/definition/exit-condition";
import { listExitConditions } from "~/flows/definition/exit-conditions-by-trigger";
import { listGoals } from "~/flows/definition/goal";
import type { Trigger } from "~/flows/definition/trigger";
import { FlowDefinition } from "~/flows/flow";
import { parseFlowEdit } from "./parse-flow-edit";
import { wholeNumber } from "./steps/condition-from";
import { StepEdit } from "./steps/step-values";
import { TriggerEdit } from "./trigger-from";

/** The flow form's values: numbers are text until validated. */
export const FlowEdit = z.object({
  /** Base version of the form. */
  version: z.number().int(),
  trigger: TriggerEdit,
  /** Exit conditions. */
  exits: z.array(ExitCondition),
  /** Empty: the shop's setting. */
  holdoutPercent: z.string(),
  /** Days before re-entry; empty: no limit. */
  reentryDays: z.string().max(20),
  /** Days before the same email may repeat. */
  repeatDays: z.string().max(20),
  /** From 0 to 100. */
  priority: z.string().max(20),
  /** Only members of this segment enter and are emailed; empty: no such limit. */
  segmentId: z.string(),
  /** Goal of the flow: name of an exit condition; empty: none. */
  goal: z.string(),
  /** Ordered so that steps only lead forward. */
  steps: z.array(StepEdit).min(1).max(40),
});
export type FlowEdit = z.infer<typeof FlowEdit>;

/** Field → problem. */
export type FlowEditProblems = Readonly<Record<string, string>>;

export type FlowEditOutcome =
  | { readonly kind: "edited"; readonly definition: FlowDefinition }
  | { readonly kind: "refused"; readonly problems: FlowEditProblems };

/**
 * Applies the form to a definition. Only fields of `FlowEdit` change; the rest of a step stays.
 *
 * @returns the new definition, or all problems for the merchant
 */
export function editFlow(definition: FlowDefinition, edit: FlowEdit): FlowEditOutcome {
  const problems: Record<string, string> = {};
  const check = <T>(field: string, parsed: z.ZodSafeParseResult<T>, before: T, rule: string): T => {
    if (parsed.success) return parsed.data;
    problems[field] = rule;
    return before;
  };

  const { trigger, steps, problems: ofPath } = parseFlowEdit(edit, definition);
  Object.assign(problems, ofPath);
  const unfit = edit.exits.find((rule) => !mayEnd(rule, trigger, definition));
  if (unfit !== undefined) problems.exits = "One of them cannot happen in this flow: take it out";
  const { goal, holdoutRate } = definition;
  const edited = {
    ...definition,
    trigger,
    exits: [...new Set(edit.exits)],
    holdoutRate: check(
      "holdoutPercent",
      HoldoutPercent.safeParse(edit.holdoutPercent.trim()),
      holdoutRate,
      "Must be empty or a number from 0 to 50",
    ),
    reentryDays: check(
      "reentryDays",
      wholeOrEmpty(1, 3_650).safeParse(edit.reentryDays),
      definition.reentryDays,
      "Must be empty or a whole number from 1 to 3,650",
    ),
    repeatDays: check(
      "repeatDays",
      wholeOrEmpty(0, 365).safeParse(edit.repeatDays),
      definition.repeatDays,
      "Must be empty or a whole number from 0 to 365",
    ),
    priority: check(
      "priority",
      z.number().int().min(0).max(100).safeParse(wholeNumber(edit.priority)),
      definition.priority,
      "Must be a whole number from 0 to 100",
    ),
    filter: withAudience(definition.filter, edit.segmentId === "" ? null : edit.segmentId),
    goal: check(
      "goal",
      z
        .enum([...listGoals(trigger.kind), ...(goal === null ? [] : [goal])])
        .nullable()
        .safeParse(edit.goal === "" ? null : edit.goal),
      goal,
      "Must be one of the list",
    ),
    steps,
  };
  if (Object.keys(problems).length > 0) return { kind: "refused", problems };
  const whole = FlowDefinition.safeParse(edited);
  return whole.success
    ? { kind: "edited", definition: whole.data }
    : { kind: "refused", problems: { steps: whole.error.issues[0]?.message ?? "Cannot be used" } };
}

const HoldoutPercent = z.union([
  z.literal("").transform(() => null),
  z
    .string()
    .regex(/^\d{1,2}([.,]\d{1,2})?$/)
    .transform((text) => Number(text.replace(",", ".")) / 100)
    .refine((rate) => rate <= 0.5),
]);

/** Parses a whole number; empty is null. */
const wholeOrEmpty = (min: number, max: number) =>
  z
    .string()
    .transform((text) => (text.trim() === "" ? null : wholeNumber(text)))
    .pipe(z.number().int().min(min).max(max).nullable());

/** Whether an exit condition is allowed. An existing one may stay while the trigger stays the same. */
function mayEnd(rule: ExitCondition, trigger: Trigger, saved: FlowDefinition): boolean {
  const isAsSaved = trigger.kind === saved.trigger.kind && saved.exits.includes(rule);
  return isAsSaved || listExitConditions(trigger.kind).includes(rule);
}
