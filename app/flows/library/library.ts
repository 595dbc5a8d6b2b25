import type { FlowDefinition } from "../flow";
import { ABANDONED_CHECKOUT } from "./abandoned-checkout";
import { CROSS_SELL } from "./cross-sell";

/** The flows that each shop gets as drafts. */
export const FLOW_LIBRARY: readonly FlowDefinition[] = [ABANDONED_CHECKOUT, CROSS_SELL].map(
  withTemplates,
);

/**
 * Each mail says the template of its name, in the recipient's language; where
 * there is none, and once the merchant edits the step's texts, it says those.
 */
function withTemplates(flow: FlowDefinition): FlowDefinition {
  const steps = flow.steps.map((step) =>
    step.kind === "send" ? { ...step, templateId: `${flow.key}/${step.stepId}` } : step,
  );
  return { ...flow, steps };
}
