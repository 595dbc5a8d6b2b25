import { z } from "zod";
import { SplitCondition } from "~/flows/definition/condition";

/** A split condition's form values: numbers are text until validated. */
export const ConditionEdit = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("is_subscribed") }),
  z.object({ kind: z.literal("has_clicked") }),
  z.object({ kind: z.literal("sold_out") }),
  z.object({ kind: z.literal("is_high_priced") }),
  /** `max` empty: no limit. */
  z.object({ kind: z.literal("order_count"), min: z.string(), max: z.string() }),
  z.object({ kind: z.enum(["no_order_for", "ordered_within"]), days: z.string() }),
  /** 0: not filled in. */
  z.object({ kind: z.literal("total_at_least"), minMinor: z.number().int() }),
  z.object({ kind: z.literal("no_email_for"), hours: z.string() }),
  z.object({ kind: z.enum(["likely_to_order", "valuable"]), percent: z.string() }),
  z.object({ kind: z.literal("has_property"), name: z.string(), value: z.string() }),
  z.object({ kind: z.literal("in_segment"), segmentId: z.string() }),
  /** A condition that the form cannot edit stays as saved. */
  z.object({ kind: z.literal("kept") }),
]);
export type ConditionEdit = z.infer<typeof ConditionEdit>;

/**
 * Parses the form's condition.
 *
 * @param kept the saved condition, if the form cannot edit it
 * @returns null if a value is invalid
 */
export function conditionFrom(
  edit: ConditionEdit,
  kept: SplitCondition | null,
): SplitCondition | null {
  if (edit.kind === "kept") return kept;
  const parsed = SplitCondition.safeParse(rawCondition(edit));
  return parsed.success ? parsed.data : null;
}

function rawCondition(edit: Exclude<ConditionEdit, { kind: "kept" }>): unknown {
  switch (edit.kind) {
    case "is_subscribed":
    case "has_clicked":
    case "sold_out":
    case "is_high_priced":
    case "has_property":
    case "total_at_least":
      return edit;
    case "order_count":
      return {
        kind: edit.kind,
        min: wholeNumber(edit.min),
        max: edit.max.trim() === "" ? null : wholeNumber(edit.max),
      };
    case "no_order_for":
    case "ordered_within":
      return { kind: edit.kind, days: wholeNumber(edit.days) };
    case "no_email_for":
      return { kind: edit.kind, hours: wholeNumber(edit.hours) };
    case "likely_to_order":
    case "valuable":
      return { kind: edit.kind, topShare: percentage(edit.percent) };
    case "in_segment":
      return edit.segmentId === ""
        ? null
        : {
            kind: "meets_rule",
            rule: { kind: "all", of: [{ kind: "segment", segmentId: edit.segmentId }] },
          };
  }
}

/** Anything but a whole number becomes NaN. */
export function wholeNumber(text: string): number {
  return /^\s*\d{1,6}\s*$/.test(text) ? Number(text) : Number.NaN;
}

/** Parses a percentage to a share; returns NaN for anything else. */
export function percentage(text: string): number {
  return /^\s*\d{1,3}([.,]\d{1,4})?\s*$/.test(text)
    ? Number(text.trim().replace(",", ".")) / 100
    : Number.NaN;
}
