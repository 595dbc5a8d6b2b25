import { z } from "zod";
import { Trigger } from "~/flows/definition/trigger";
import { TRIGGER_FIELDS, TRIGGER_KINDS, type TriggerField } from "~/flows/definition/trigger-field";
import { listInterchangeableTriggers, getDefaultTrigger } from "~/flows/definition/default-trigger";
import type { FlowEditProblem, FlowEditProblems } from "./flow-edit-problem";
import { percentage, wholeNumber } from "./condition-from";

/** A trigger's form values: numbers are text until validated. */
export const TriggerEdit = z.object({
  kind: z.enum(TRIGGER_KINDS),
  /** The trigger's segment; empty: none. */
  segmentId: z.string(),
  /** Of an anniversary; empty for other kinds. */
  of: z.string(),
  /** By the names in `TRIGGER_FIELDS`. */
  values: z.record(z.string(), z.string()),
});
export type TriggerEdit = z.infer<typeof TriggerEdit>;

/**
 * Parses the form's trigger, with all problems.
 *
 * @param saved the trigger of the version that the form was filled from
 * @returns the saved trigger if there are problems
 */
export function triggerFrom(
  edit: TriggerEdit,
  saved: Trigger,
): { readonly trigger: Trigger; readonly problems: FlowEditProblems } {
  const base = edit.kind === saved.kind ? saved : getDefaultTrigger(edit.kind);
  if (base === null || !listInterchangeableTriggers(saved.kind).includes(edit.kind)) {
    return { trigger: saved, problems: { "trigger.kind": { code: "option" } } };
  }
  const fields = TRIGGER_FIELDS[edit.kind];
  const asksSegment = "segmentId" in base;
  const parsed = Trigger.safeParse({
    ...base,
    ...(asksSegment && { segmentId: edit.segmentId }),
    ...("of" in base && { of: edit.of }),
    ...Object.fromEntries(fields.map((it) => [it.field, valueIn(it, edit.values[it.field] ?? "")])),
  });
  if (parsed.success) return { trigger: parsed.data, problems: {} };
  const { issues } = parsed.error;
  const wrong = new Map(issues.map((it) => [String(it.path[0]), it.code === "custom"]));
  const invalid = fields.filter(({ field }) => wrong.has(field));
  const problems: FlowEditProblems = {
    ...Object.fromEntries(
      invalid.map((it) => [
        `trigger.${it.field}`,
        wrong.get(it.field) ? { code: "not_a_number" } : problemOf(it),
      ]),
    ),
    ...(wrong.has("segmentId") && { "trigger.segmentId": { code: "segment" } }),
    ...(wrong.has("of") && { "trigger.of": { code: "option" } }),
  };
  return { trigger: saved, problems };
}

function valueIn({ kind }: TriggerField, text: string): number | string {
  if (kind === "text" || kind === "name" || kind === "choice") return text;
  if (kind === "share") return percentage(text);
  if (kind === "whole") return wholeNumber(text);
  return /^\s*\d([.,]\d{1,2})?\s*$/.test(text) ? Number(text.replace(",", ".")) : Number.NaN;
}

function problemOf(field: TriggerField): FlowEditProblem {
  if (field.kind === "choice") return { code: "option" };
  const { kind, min, max } = field;
  switch (kind) {
    case "whole":
      return { code: "whole_number", min, max };
    case "share":
      return { code: "percentage", min, max };
    case "factor":
      return { code: "number", min, max };
    case "text":
      return { code: "too_long", max };
    case "name":
      return { code: min === 0 ? "custom_name_or_blank" : "custom_name", max };
  }
}
