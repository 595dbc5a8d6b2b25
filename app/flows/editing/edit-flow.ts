import { z } from "zod";
import { withAudience } from "~/flows/definition/audience";
import { ProfileCondition } from "~/flows/definition/condition";
import { ExitCondition } from "~/flows/definition/exit-condition";
import { listExitConditions } from "~/flows/definition/exit-conditions-by-trigger";
import { listGoals } from "~/flows/definition/goal";
import type { Trigger } from "~/flows/definition/trigger";
import { FlowDefinition } from "~/flows/definition/flow";
import { MAX_NOTE_CHARS } from "~/flows/definition/note-length";
import type { FlowEditProblem, FlowEditProblems } from "./flow-edit-problem";
import { parseFlowEdit } from "./parse-flow-edit";
import { ConditionEdit, conditionFrom, wholeNumber } from "./condition-from";
import { StepEdit } from "./step-values";
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
  /** Further conditions on those who enter and are emailed. */
  conditions: z
    .array(
      z.object({
        /** Its place in the saved conditions; null: it is new. */
        saved: z.number().int().min(0).nullable(),
        condition: ConditionEdit,
      }),
    )
    .max(9),
  /** Goal of the flow: name of an exit condition; empty: none. */
  goal: z.string(),
  /** The merchant's own note. */
  note: z.string().max(10_000),
  /** Ordered so that steps only lead forward. */
  steps: z.array(StepEdit).min(1).max(40),
});
export type FlowEdit = z.infer<typeof FlowEdit>;

export type FlowEditOutcome =
  | { readonly kind: "edited"; readonly definition: FlowDefinition }
  | { readonly kind: "refused"; readonly problems: FlowEditProblems };

/**
 * Applies the form to a definition. Only fields of `FlowEdit` change; the rest of a step stays.
 *
 * @returns the new definition, or all problems for the merchant
 */
export function editFlow(definition: FlowDefinition, edit: FlowEdit): FlowEditOutcome {
  const problems: Record<string, FlowEditProblem> = {};
  const check = <T>(
    field: string,
    parsed: z.ZodSafeParseResult<T>,
    before: T,
    problem: FlowEditProblem,
  ): T => {
    if (parsed.success) return parsed.data;
    problems[field] = problem;
    return before;
  };

  const { trigger, steps, problems: ofPath } = parseFlowEdit(edit, definition);
  Object.assign(problems, ofPath);
  const unfit = edit.exits.find((rule) => !mayEnd(rule, trigger, definition));
  if (unfit !== undefined) problems.exits = { code: "impossible_exit" };
  const { goal, holdoutRate } = definition;
  const edited = {
    ...definition,
    trigger,
    exits: [...new Set(edit.exits)],
    holdoutRate: check(
      "holdoutPercent",
      HoldoutPercent.safeParse(edit.holdoutPercent.trim()),
      holdoutRate,
      { code: "percentage_or_blank", min: 0, max: 50 },
    ),
    reentryDays: check(
      "reentryDays",
      wholeOrEmpty(1, 3_650).safeParse(edit.reentryDays),
      definition.reentryDays,
      { code: "whole_number_or_blank", min: 1, max: 3_650 },
    ),
    repeatDays: check(
      "repeatDays",
      wholeOrEmpty(0, 365).safeParse(edit.repeatDays),
      definition.repeatDays,
      { code: "whole_number_or_blank", min: 0, max: 365 },
    ),
    priority: check(
      "priority",
      z.number().int().min(0).max(100).safeParse(wholeNumber(edit.priority)),
      definition.priority,
      { code: "whole_number", min: 0, max: 100 },
    ),
    filter: withAudience(
      edit.conditions.flatMap(({ saved, condition }, i) => {
        const kept = saved === null ? null : (definition.filter[saved] ?? null);
        const parsed = ProfileCondition.safeParse(conditionFrom(condition, kept));
        if (!parsed.success) problems[`conditions.${i}`] = { code: "incomplete" };
        return parsed.success ? [parsed.data] : [];
      }),
      edit.segmentId === "" ? null : edit.segmentId,
    ),
    goal: check(
      "goal",
      z
        .enum([...listGoals(trigger.kind), ...(goal === null ? [] : [goal])])
        .nullable()
        .safeParse(edit.goal === "" ? null : edit.goal),
      goal,
      { code: "option" },
    ),
    note: check("note", z.string().trim().max(MAX_NOTE_CHARS).safeParse(edit.note), "", {
      code: "too_long",
      max: MAX_NOTE_CHARS,
    }),
    steps,
  };
  if (Object.keys(problems).length > 0) return { kind: "refused", problems };
  const whole = FlowDefinition.safeParse(edited);
  return whole.success
    ? { kind: "edited", definition: whole.data }
    : { kind: "refused", problems: { steps: { code: "order" } } };
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
