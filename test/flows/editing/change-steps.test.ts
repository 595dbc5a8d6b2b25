import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FlowDefinition } from "~/flows/definition/flow";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";
import {
  FLOW_START,
  insertStep,
  redirectPort,
  listUnreachableAfter,
  removeStep,
  replaceStep,
} from "~/flows/editing/change-steps";
import { newStep } from "~/flows/editing/new-step";
import { stepEditsOf, outputsOf } from "~/flows/editing/step-edit";
import type { StepEdit } from "~/flows/editing/step-values";
import { stepsFrom } from "~/flows/editing/steps-from";
import { applyStepEdit, EXAMPLES, randomStepEdits } from "./some-steps";
import { propertyRuns } from "../../support/property-runs";

const wait = (stepId: string, next = ""): StepEdit => ({
  ...{ kind: "wait", stepId, next, count: "1", unit: "days" },
});
const split = (stepId: string, whenTrue: string, whenFalse: string): StepEdit => ({
  ...{ kind: "split", stepId, condition: { kind: "has_clicked" }, whenTrue, whenFalse },
});
/** `a->b`, by each step's paths. */
const drawn = (steps: readonly StepEdit[]) =>
  steps.map(
    (step) =>
      `${step.stepId}->${outputsOf(step)
        .map(({ to }) => to || "end")
        .join("|")}`,
  );

/** a, then b or c, both to d. */
const DIAMOND = [wait("a", "s"), split("s", "b", "c"), wait("b", "d"), wait("c", "d"), wait("d")];

describe("an added step", () => {
  test("goes into the one path where it was added", () => {
    const added = insertStep(DIAMOND, { from: "c", port: "next" }, wait("new"));
    expect(drawn(added)).toEqual(["a->s", "s->b|c", "b->d", "c->new", "new->d", "d->end"]);
  });
  test("comes first at the beginning", () => {
    expect(drawn(insertStep(DIAMOND, FLOW_START, wait("new")))[0]).toBe("new->a");
  });
  test("comes before an end", () => {
    const added = insertStep(DIAMOND, { from: "d", port: "next" }, wait("new"));
    expect(drawn(added).slice(-2)).toEqual(["d->new", "new->end"]);
  });
  test("connects all paths of a split to its former target", () => {
    const added = insertStep(DIAMOND, { from: "s", port: "whenFalse" }, split("new", "", ""));
    expect(drawn(added)).toContain("new->c|c");
  });
  test("changes nothing in a place that the flow does not have", () => {
    expect(insertStep(DIAMOND, { from: "none", port: "next" }, wait("new"))).toBe(DIAMOND);
    expect(insertStep(DIAMOND, { from: "a", port: "none" }, wait("new"))).toBe(DIAMOND);
  });
});

describe("a removed step", () => {
  test("connects its paths to the step after it", () => {
    expect(drawn(removeStep(DIAMOND, "c"))).toEqual(["a->s", "s->b|d", "b->d", "d->end"]);
  });
  test("is removed with the steps that only its other paths reached", () => {
    expect(listUnreachableAfter(DIAMOND, "s").map(({ stepId }) => stepId)).toEqual(["c"]);
    expect(drawn(removeStep(DIAMOND, "s"))).toEqual(["a->b", "b->d", "d->end"]);
  });
  test("at the start makes the flow begin with the next step", () => {
    expect(drawn(removeStep(DIAMOND, "a"))[0]).toBe("s->b|c");
  });
  test("stays when it is the only one", () => {
    const only = [wait("a")];
    expect(removeStep(only, "a")).toBe(only);
  });
});

test("a path leads only forward, and unreachable steps are removed", () => {
  expect(redirectPort(DIAMOND, { from: "d", port: "next" }, "a")).toBe(DIAMOND);
  const led = redirectPort(DIAMOND, { from: "s", port: "whenFalse" }, "");
  expect(drawn(led)).toEqual(["a->s", "s->b|end", "b->d", "d->end"]);
});

test("a replaced step keeps its place", () => {
  const changed = replaceStep(DIAMOND, { ...wait("b", "d"), kind: "wait", count: "9" } as StepEdit);
  expect(changed.map(({ stepId }) => stepId)).toEqual(DIAMOND.map(({ stepId }) => stepId));
});

test("after any additions, removals and moves, the flow can be saved and read back", () => {
  fc.assert(
    fc.property(randomStepEdits, (acts) => {
      let steps: readonly StepEdit[] = stepEditsOf(ABANDONED_CHECKOUT.steps);
      for (const act of acts) {
        steps = applyStepEdit(steps, act);
        const read = stepsFrom(steps, ABANDONED_CHECKOUT.steps, ABANDONED_CHECKOUT.key);
        expect(read.problems).toEqual({});
        if (steps.length > 40) return;
        const saved = FlowDefinition.parse({ ...ABANDONED_CHECKOUT, steps: read.steps });
        expect(stepEditsOf(saved.steps)).toEqual(steps);
        // All are reachable from the first.
        const reached = new Set(steps.flatMap((step) => outputsOf(step).map(({ to }) => to)));
        expect(steps.slice(1).every(({ stepId }) => reached.has(stepId))).toBe(true);
      }
    }),
    { numRuns: propertyRuns(200) },
  );
});

test("each kind of step can be added without settings, except a webhook, which needs a URL", () => {
  const problems = stepsFrom([newStep("webhook", "hook-1", EXAMPLES)], [], "flow").problems;
  expect(problems).toEqual({ "hook-1.url": { code: "not_https" } });
});
