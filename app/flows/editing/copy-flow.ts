import type { FlowDefinition } from "~/flows/definition/flow";

/** A copy of a flow under its own key, whose emails are its own too. */
export function copyFlow(flow: FlowDefinition, key: string): FlowDefinition {
  return {
    ...flow,
    key,
    name: `${flow.name.slice(0, 75)} copy`,
    steps: flow.steps.map((step) =>
      step.kind === "send" ? { ...step, templateId: `${key}/${step.stepId}` } : step,
    ),
  };
}
