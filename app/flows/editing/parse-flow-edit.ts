import type { Trigger } from "~/flows/definition/trigger";
import type { Step } from "~/flows/definition/step";
import type { FlowDefinition } from "~/flows/definition/flow";
import type { FlowEdit } from "./edit-flow";
import type { FlowEditProblems } from "./flow-edit-problem";
import { stepsFrom } from "./steps-from";
import { triggerFrom } from "./trigger-from";

/** What a form says about the path of a customer. */
export interface ParsedFlowEdit {
  readonly trigger: Trigger;
  readonly steps: readonly Step[];
  readonly problems: FlowEditProblems;
}

/**
 * Parses the form's trigger and steps, with all problems by field.
 *
 * @param saved the definition that the form was filled from
 */
export function parseFlowEdit(
  edit: Pick<FlowEdit, "trigger" | "steps">,
  saved: FlowDefinition,
): ParsedFlowEdit {
  const { steps, problems } = stepsFrom(edit.steps, saved.steps, saved.key);
  const { trigger, problems: ofTrigger } = triggerFrom(edit.trigger, saved.trigger);
  return { trigger, steps, problems: { ...problems, ...ofTrigger } };
}
