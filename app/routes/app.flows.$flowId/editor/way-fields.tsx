import { Select } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";
import { targetsFor } from "~/flows/editing/change-steps";
import { outputsOf } from "~/flows/editing/step-edit";
import type { StepEdit } from "~/flows/editing/step-values";
import type { EditorView } from "./editor-view";

interface WayFieldsProps {
  step: StepEdit;
  view: EditorView;
}

/** The targets of a step's outputs. */
export function WayFields({ step, view }: WayFieldsProps) {
  const { steps, nameOf, outputName, actions } = view;
  const text = useText("flow-editor");
  const below = targetsFor(steps, step.stepId);
  return outputsOf(step).map(({ port, to }) => {
    const path = outputName(step, port);
    return (
      <Select
        key={port}
        label={path === null ? text("path.to") : text("path.toIf", { path })}
        options={[
          ...below.map(({ stepId }) => ({ value: stepId, label: nameOf(stepId) })),
          { value: "", label: text("end") },
        ]}
        value={to}
        onChange={(chosen) => actions.lead({ from: step.stepId, port }, chosen)}
      />
    );
  });
}
