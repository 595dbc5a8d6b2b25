import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FlowDefinition } from "~/flows/definition/flow";
import { compareFlows } from "~/flows/editing/compare-flows";
import { editFlow } from "~/flows/editing/edit-flow";
import { editOf } from "~/flows/editing/flow-edit";
import { FLOW_LIBRARY } from "~/flows/library/library";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";
import { randomSteps } from "./some-steps";

const changed = (change: (flow: FlowDefinition) => Partial<FlowDefinition>) =>
  compareFlows(
    ABANDONED_CHECKOUT,
    FlowDefinition.parse({ ...ABANDONED_CHECKOUT, ...change(ABANDONED_CHECKOUT) }),
  );

describe("the changes of a version", () => {
  test.each(FLOW_LIBRARY.map((flow) => [flow.name, flow] as const))(
    "are none when %s is saved as it is, with its next steps explicit",
    (_name, flow) => {
      const outcome = editFlow(flow, editOf(flow, 1));
      expect(outcome.kind === "edited" && compareFlows(flow, outcome.definition)).toEqual([]);
    },
  );

  test("name a new step, a removed one and one with other settings", () => {
    const changes = changed(({ steps }) => ({
      steps: [
        { kind: "wait", stepId: "new", for: { count: 2, unit: "hours" } },
        ...steps
          .filter(({ stepId }) => stepId !== "email-3")
          .map((step) =>
            step.stepId === "wait-2" && step.kind === "wait"
              ? { ...step, for: { count: 2, unit: "days" as const } }
              : step,
          ),
      ],
    }));
    expect(changes.map((it) => ("step" in it ? [it.kind, it.step.stepId, it.number] : it))).toEqual(
      [
        ["added", "new", null],
        ["changed", "wait-2", null],
        ["removed", "email-3", 3],
      ],
    );
  });

  test("name the parts besides the steps", () => {
    const changes = changed(() => ({
      trigger: { kind: "checkout_idle", idleMinutes: 90, maxAgeHours: 24 },
      exits: ["order_placed"],
      goal: "order_placed",
      holdoutRate: 0.1,
      priority: 1,
      note: "For the sale",
    }));
    expect(changes).toEqual(
      ["trigger", "exits", "goal", "holdout", "limits", "note"].map((part) => ({
        ...{ kind: "part", part },
      })),
    );
  });

  test("name a path that leads elsewhere, but not the order of exit conditions", () => {
    const steps = ABANDONED_CHECKOUT.steps.map((step) =>
      step.kind === "split" ? { ...step, whenFalse: "email-3" } : step,
    );
    expect(changed(() => ({ steps }))).toEqual([{ kind: "part", part: "paths" }]);
    expect(changed(({ exits }) => ({ exits: exits.toReversed() }))).toEqual([]);
  });

  test("are the reverse of the changes back, for any two versions", () => {
    fc.assert(
      fc.property(randomSteps, randomSteps, (one, other) => {
        const [a, b] = [one, other].map((steps) => {
          const outcome = editFlow(ABANDONED_CHECKOUT, {
            ...editOf(ABANDONED_CHECKOUT, 1),
            steps: [...steps].slice(0, 40),
          });
          return outcome.kind === "edited" ? outcome.definition : ABANDONED_CHECKOUT;
        });
        const ids = (kind: string, from: FlowDefinition, to: FlowDefinition) =>
          compareFlows(from, to).flatMap((it) =>
            it.kind === kind && "step" in it ? [it.step.stepId] : [],
          );
        expect(ids("added", a!, b!)).toEqual(ids("removed", b!, a!));
        expect(ids("changed", a!, b!).sort()).toEqual(ids("changed", b!, a!).sort());
      }),
    );
  });
});
