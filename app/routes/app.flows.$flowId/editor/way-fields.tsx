import { Select } from "@shopify/polaris";
import { targetsFor, type StepSlot } from "~/messages/editing/steps/change-steps";
import { outputsOf } from "~/messages/editing/steps/step-edit";
import type { StepEdit } from "~/messages/editing/steps/step-values";

interface WayFieldsProps {
  steps: readonly StepEdit[];
  step: StepEdit;
  nameOf: (stepId: string) => string;
  onLead: (place: StepSlot, to: string) => void;
}

/** The targets of a step's outputs. */
export function WayFields({ steps, step, nameOf, onLead }: WayFieldsProps) {
  const below = targetsFor(steps, step.stepId);
  return outputsOf(step).map(({ port, label, to }) => (
    <Select
      key={port}
      label={label === null ? "Then" : `Then, if “${label}”`}
      options={[
        ...below.map(({ stepId }) => ({ value: stepId, label: nameOf(stepId) })),
        { value: "", label: "The end" },
      ]}
      value={to}
      onChange={(chosen) => onLead({ from: step.stepId, port }, chosen)}
    />
  ));
}
