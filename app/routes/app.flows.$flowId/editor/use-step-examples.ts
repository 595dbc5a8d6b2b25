import { useText } from "~/i18n/text-provider";
import type { StepExamples } from "~/flows/editing/new-step";

/** Values that new steps and conditions start with. */
export function useStepExamples(): StepExamples {
  const text = useText("flow-editor");
  return {
    property: { name: text("property.exampleName"), value: text("property.exampleValue") },
    note: text("notify.example"),
  };
}
