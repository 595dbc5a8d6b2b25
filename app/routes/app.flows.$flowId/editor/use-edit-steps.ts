import type { FlowEdit } from "~/flows/editing/edit-flow";
import {
  insertStep,
  redirectPort,
  removeStep,
  replaceStep,
  type StepSlot,
} from "~/flows/editing/change-steps";
import { newStep, newStepId, type NewStepKind } from "~/flows/editing/new-step";
import type { StepEdit } from "~/flows/editing/step-values";
import { useStepExamples } from "./use-step-examples";

/** Edits on a flow's steps. */
export interface EditSteps {
  readonly add: (place: StepSlot, kind: NewStepKind) => void;
  readonly remove: (stepId: string) => void;
  readonly replace: (step: StepEdit, field: string) => void;
  readonly lead: (place: StepSlot, to: string) => void;
}

interface Editing {
  readonly draft: FlowEdit;
  readonly change: (draft: FlowEdit, field: string | null) => void;
  /** Selects a step, or none. */
  readonly open: (stepId: string | null) => void;
}

export function useEditSteps({ draft, change, open }: Editing): EditSteps {
  const { steps } = draft;
  const examples = useStepExamples();
  const set = (changed: readonly StepEdit[], field: string | null) =>
    change({ ...draft, steps: [...changed] }, field);
  return {
    add(place, kind) {
      const stepId = newStepId(kind);
      set(insertStep(steps, place, newStep(kind, stepId, examples)), null);
      open(stepId);
    },
    remove(stepId) {
      set(removeStep(steps, stepId), null);
      open(null);
    },
    replace: (step, field) => set(replaceStep(steps, step), field),
    lead: (place, to) => set(redirectPort(steps, place, to), null),
  };
}
