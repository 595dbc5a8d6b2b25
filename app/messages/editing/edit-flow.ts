import { z } from "zod";
import { audienceOf, withAudience } from "~/flows/definition/audience";
import { goalsOf } from "~/flows/definition/goal";
import { Wait } from "~/flows/duration";
import type { Step } from "~/flows/definition/step";
import { Trigger } from "~/flows/definition/trigger";
import { TRIGGER_NUMBERS } from "~/flows/definition/trigger-number";
import { FlowDefinition } from "~/flows/flow";
import { PickRequest, SendStep, StepCopy } from "~/flows/send-step";
import { checkCopy } from "./check-copy";

const WaitEdit = z.object({
  kind: z.literal("wait"),
  stepId: z.string(),
  count: z.string(),
  unit: Wait.shape.unit,
});
const SendEdit = z.object({
  kind: z.literal("send"),
  stepId: z.string(),
  copy: StepCopy,
  /** null where the mail has no products. */
  pickCount: z.string().nullable(),
  audience: SendStep.shape.audience,
});
export type SendEdit = z.infer<typeof SendEdit>;

/** What the merchant may change of a flow, as the form has it: numbers are texts until they are checked. */
export const FlowEdit = z.object({
  /** The version that the form was filled from. */
  version: z.number().int(),
  /** The one number of the trigger that may be changed here; empty where there is none. */
  trigger: z.string(),
  /** Empty: the shop's setting. */
  holdoutPercent: z.string(),
  /** Only members of this segment enter and are mailed; empty: no such limit. */
  segmentId: z.string(),
  /** What the flow is for: an exit rule by its name; empty: nothing in particular. */
  goal: z.string(),
  steps: z.array(z.discriminatedUnion("kind", [WaitEdit, SendEdit])),
});
export type FlowEdit = z.infer<typeof FlowEdit>;

/** Field → what is wrong with it. Fields are `trigger`, `holdoutPercent`, `goal`, `filter`, and `<step>.<field>`. */
export type FlowEditProblems = Readonly<Record<string, string>>;

export type FlowEditOutcome =
  | { readonly kind: "edited"; readonly definition: FlowDefinition }
  | { readonly kind: "refused"; readonly problems: FlowEditProblems };

/** A definition as the form shows it. */
export function editOf(definition: FlowDefinition, version: number): FlowEdit {
  const { trigger, filter, goal, steps, holdoutRate } = definition;
  return {
    version,
    segmentId: audienceOf(filter) ?? "",
    goal: goal ?? "",
    trigger: String(numberOf(trigger) ?? ""),
    holdoutPercent: holdoutRate === null ? "" : String(Number((holdoutRate * 100).toFixed(4))),
    steps: steps.flatMap((step): FlowEdit["steps"] => {
      if (step.kind === "wait") {
        return [
          { kind: "wait", stepId: step.stepId, count: String(step.for.count), unit: step.for.unit },
        ];
      }
      if (step.kind !== "send") return [];
      const { stepId, copy, picks, audience } = step;
      return [{ kind: "send", stepId, copy, pickCount: picks && String(picks.count), audience }];
    }),
  };
}

/**
 * Applies the merchant's changes. Only what `FlowEdit` names can change: the
 * order of the steps and the exits stay as they are.
 *
 * @returns the new definition, or every problem in the merchant's words
 */
export function editFlow(definition: FlowDefinition, edit: FlowEdit): FlowEditOutcome {
  const problems: Record<string, string> = {};
  const check = <T>(field: string, parsed: z.ZodSafeParseResult<T>, before: T, rule: string): T => {
    if (parsed.success) return parsed.data;
    problems[field] = rule;
    return before;
  };

  const { trigger, goal, holdoutRate } = definition;
  const number = TRIGGER_NUMBERS[trigger.kind];
  const edited = {
    ...definition,
    trigger: check(
      "trigger",
      Trigger.safeParse(
        number ? { ...trigger, [number.field]: wholeNumber(edit.trigger) } : trigger,
      ),
      trigger,
      number ? `Must be a whole number from ${number.from} to ${number.to}` : "",
    ),
    holdoutRate: check(
      "holdoutPercent",
      HoldoutPercent.safeParse(edit.holdoutPercent.trim()),
      holdoutRate,
      "Must be empty or a number from 0 to 50",
    ),
    filter: withAudience(definition.filter, edit.segmentId === "" ? null : edit.segmentId),
    goal: check(
      "goal",
      z
        .enum([...goalsOf(trigger.kind), ...(goal === null ? [] : [goal])])
        .nullable()
        .safeParse(edit.goal === "" ? null : edit.goal),
      goal,
      "Must be one of the list",
    ),
    steps: definition.steps.map((step): Step => {
      const change = edit.steps.find(({ stepId }) => stepId === step.stepId);
      if (step.kind === "wait" && change?.kind === "wait") {
        const wait = { count: wholeNumber(change.count), unit: change.unit };
        const rule = "Must be a whole number, and at most 365 days";
        return {
          ...step,
          for: check(`${step.stepId}.count`, Wait.safeParse(wait), step.for, rule),
        };
      }
      if (step.kind === "send" && change?.kind === "send") {
        const picks = step.picks && { ...step.picks, count: wholeNumber(change.pickCount ?? "") };
        const copy = checkCopy(step.template, change.copy);
        if (copy.kind === "refused") {
          for (const { field, message } of copy.problems) {
            problems[`${step.stepId}.${field}`] = message;
          }
        }
        const isReworded =
          JSON.stringify([change.copy, change.pickCount]) !==
          JSON.stringify([step.copy, step.picks && String(step.picks.count)]);
        const { templateId, ...rest } = step;
        return {
          ...rest,
          // What the merchant wrote here is said, and no longer the template.
          ...(templateId !== undefined && !isReworded && { templateId }),
          audience: change.audience,
          copy: copy.kind === "accepted" ? copy.copy : step.copy,
          picks: check(
            `${step.stepId}.pickCount`,
            PickRequest.nullable().safeParse(picks),
            step.picks,
            "Must be a whole number from 1 to 8",
          ),
        };
      }
      return step;
    }),
  };
  return Object.keys(problems).length > 0
    ? { kind: "refused", problems }
    : { kind: "edited", definition: FlowDefinition.parse(edited) };
}

const HoldoutPercent = z.union([
  z.literal("").transform(() => null),
  z
    .string()
    .regex(/^\d{1,2}([.,]\d{1,2})?$/)
    .transform((text) => Number(text.replace(",", ".")) / 100)
    .refine((rate) => rate <= 0.5),
]);

function numberOf(trigger: Trigger): number | null {
  const field = TRIGGER_NUMBERS[trigger.kind]?.field;
  const value: unknown = field ? Reflect.get(trigger, field) : null;
  return typeof value === "number" ? value : null;
}

/** What is no whole number becomes NaN, which every schema refuses. */
function wholeNumber(text: string): number {
  return /^\s*\d{1,6}\s*$/.test(text) ? Number(text) : Number.NaN;
}
