import type { StepEdit } from "./step-values";

/** Step kinds that can be added to a flow, in display order. */
export const NEW_STEPS = [
  { kind: "send", label: "Email" },
  { kind: "wait", label: "Wait for a time" },
  { kind: "wait_until", label: "Wait until an hour" },
  { kind: "wait_for", label: "Wait for something to happen" },
  { kind: "split", label: "Split by a condition" },
  { kind: "random_split", label: "Split by lot" },
  { kind: "set_property", label: "Note something" },
  { kind: "tag", label: "Tag in Shopify" },
  { kind: "notify", label: "Email you" },
  { kind: "webhook", label: "Tell another system" },
  { kind: "suppress", label: "Stop writing to them" },
] as const satisfies readonly { kind: StepEdit["kind"]; label: string }[];

export type NewStepKind = (typeof NEW_STEPS)[number]["kind"];

/**
 * A new step with defaults.
 *
 * @param stepId one that the flow never had, since an enrollment takes each step once
 */
export function newStep(kind: NewStepKind, stepId: string): StepEdit {
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
      return { kind, ...after, name: "Interest", value: "Yes" };
    case "tag":
      return { kind, ...after, change: "add", tag: "Kindred" };
    case "notify":
      return { kind, ...after, note: "A customer came this far" };
    case "webhook":
      return { kind, ...after, url: "https://" };
    case "suppress":
      return { kind, ...after };
  }
}

/** A unique id for a step of this kind. */
export const newStepId = (kind: NewStepKind): string =>
  `${kind.replaceAll("_", "-")}-${crypto.randomUUID().slice(0, 8)}`;
