import { describe, expect, test } from "vitest";
import { FlowDefinition } from "~/flows/flow";
import { FLOW_LIBRARY } from "~/flows/library/library";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";

describe("the flow library", () => {
  test.each(FLOW_LIBRARY.map((flow) => [flow.key, flow] as const))("%s is valid", (_key, flow) => {
    expect(FlowDefinition.parse(flow)).toEqual(flow);
  });

  test("has each mail say the template of its own name", () => {
    for (const { key, steps } of FLOW_LIBRARY) {
      for (const step of steps) {
        if (step.kind === "send") expect(step.templateId).toBe(`${key}/${step.stepId}`);
      }
    }
  });

  test("has one key for each flow", () => {
    expect(new Set(FLOW_LIBRARY.map(({ key }) => key)).size).toBe(FLOW_LIBRARY.length);
  });
});

describe("FlowDefinition", () => {
  test("refuses a split that leads backwards: a run could go in circles", () => {
    const steps = ABANDONED_CHECKOUT.steps.map((step) =>
      step.kind === "split" ? { ...step, whenFalse: "wait-1" } : step,
    );
    expect(FlowDefinition.safeParse({ ...ABANDONED_CHECKOUT, steps }).success).toBe(false);
  });

  test("refuses two steps of one id: a mail would be sent once for both", () => {
    const steps = ABANDONED_CHECKOUT.steps.map((step) => ({ ...step, stepId: "same" }));
    expect(FlowDefinition.safeParse({ ...ABANDONED_CHECKOUT, steps }).success).toBe(false);
  });
});
