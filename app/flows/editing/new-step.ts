import type { StepEdit } from "./step-values";

/** Step kinds that can be added to a flow, in display order. */
export const NEW_STEPS = [
  "send",
  "wait",
  "wait_until",
  "wait_for",
  "split",
  "random_split",
  "set_property",
  "tag",
  "notify",
  "webhook",
  "suppress",
] as const satisfies readonly StepEdit["kind"][];

export type NewStepKind = (typeof NEW_STEPS)[number];

/** Values that a new step starts with, in the merchant's language. */
export interface StepExamples {
  readonly property: { readonly name: string; readonly value: string };
  readonly note: string;
}

/**
 * A new step with defaults.
 *
 * @param stepId one that the flow never had, since an enrollment takes each step once
 */
export function newStep(
  kind: NewStepKind,
  stepId: string,
  { property, note }: StepExamples,
): StepEdit {
  const after = { stepId, next: "" };
  switch (kind) {
    case "send":
      return {
        ...{ kind, ...after, audience: "subscribers", coupon: null, begins: "" },
        ...{ settleMinutes: "0", exemptFromHourCap: false },
      };
    case "wait":
      return { kind, ...after, count: "1", unit: "days" };
    case "wait_until":
      return { kind, ...after, until: "best_hour", hour: "10", date: "" };
    case "wait_for": {
      const ways = { whenHappened: "", whenNot: "" };
      return { kind, stepId, happening: "clicked", count: "2", unit: "days", ...ways };
    }
    case "split":
      return { kind, stepId, condition: { kind: "has_clicked" }, whenTrue: "", whenFalse: "" };
    case "random_split":
      return {
        kind,
        stepId,
        paths: [
          { name: "A", percent: "50", to: "" },
          { name: "B", percent: "50", to: "" },
        ],
      };
    case "set_property":
      return { kind, ...after, ...property };
    case "tag":
      return { kind, ...after, change: "add", tag: "Kindred" };
    case "notify":
      return { kind, ...after, note };
    case "webhook":
      return { kind, ...after, url: "https://" };
    case "suppress":
      return { kind, ...after };
  }
}

/** A unique id for a step of this kind. */
export const newStepId = (kind: NewStepKind): string =>
  `${kind.replaceAll("_", "-")}-${crypto.randomUUID().slice(0, 8)}`;
