import fc from "fast-check";
import {
  FLOW_START,
  insertStep,
  redirectPort,
  removeStep,
  targetsFor,
  type StepSlot,
} from "~/flows/editing/change-steps";
import { NEW_STEPS, newStep, type NewStepKind, type StepExamples } from "~/flows/editing/new-step";
import { outputsOf } from "~/flows/editing/step-edit";
import type { StepEdit } from "~/flows/editing/step-values";
import { anId } from "../../support/builders";

/** What new steps start with. */
export const EXAMPLES: StepExamples = {
  property: { name: "Interest", value: "Yes" },
  note: "A customer reached this step",
};

/** An edit of a flow's steps; numbers choose among its current contents. */
interface Act {
  readonly does: "add" | "remove" | "lead";
  readonly at: number;
  readonly to: number;
  readonly kind: NewStepKind;
}

const someAct: fc.Arbitrary<Act> = fc.record({
  does: fc.constantFrom("add", "add", "add", "remove", "lead"),
  at: fc.nat(50),
  to: fc.nat(50),
  kind: fc.constantFrom(...NEW_STEPS),
});

/** The result of several edits, each applied to the previous result. */
export const randomSteps = fc
  .array(someAct, { maxLength: 25 })
  .map((acts) =>
    acts.reduce<readonly StepEdit[]>(applyStepEdit, [newStep("wait", "first", EXAMPLES)]),
  );

export const randomStepEdits = fc.array(someAct, { maxLength: 25 });

function placesOf(steps: readonly StepEdit[]): readonly StepSlot[] {
  return [
    FLOW_START,
    ...steps.flatMap((step) => outputsOf(step).map(({ port }) => ({ from: step.stepId, port }))),
  ];
}

export function applyStepEdit(
  steps: readonly StepEdit[],
  { does, at, to, kind }: Act,
): readonly StepEdit[] {
  const places = placesOf(steps);
  const place = places[at % places.length]!;
  switch (does) {
    case "add":
      return insertStep(steps, place, valid(newStep(kind, `s-${anId()}`, EXAMPLES)));
    case "remove":
      return removeStep(steps, steps[at % steps.length]!.stepId);
    case "lead": {
      const targets = ["", ...targetsFor(steps, place.from).map(({ stepId }) => stepId)];
      return place.from === null
        ? steps
        : redirectPort(steps, place, targets[to % targets.length]!);
    }
  }
}

/** A webhook is the only step that is incomplete when added. */
const valid = (step: StepEdit): StepEdit =>
  step.kind === "webhook" ? { ...step, url: "https://hooks.example.com" } : step;
