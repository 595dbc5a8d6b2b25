import { describe, expect, test } from "vitest";
import { FlowDefinition } from "~/flows/definition/flow";
import { FLOW_LIBRARY } from "~/flows/library/library";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";

describe("the flow library", () => {
  test.each(FLOW_LIBRARY.map((flow) => [flow.key, flow] as const))("%s is valid", (_key, flow) => {
    expect(FlowDefinition.parse(flow)).toEqual(flow);
  });

  test("gives each email the template of the same name", () => {
    for (const { key, steps } of FLOW_LIBRARY) {
      for (const step of steps) {
        if (step.kind === "send") expect(step.templateId).toBe(`${key}/${step.stepId}`);
      }
    }
  });

  test("has a unique key for each flow", () => {
    expect(new Set(FLOW_LIBRARY.map(({ key }) => key)).size).toBe(FLOW_LIBRARY.length);
  });
});

describe("FlowDefinition", () => {
  test("refuses a split that leads backward, which could loop forever", () => {
    const steps = ABANDONED_CHECKOUT.steps.map((step) =>
      step.kind === "split" ? { ...step, whenFalse: "email-1" } : step,
    );
    expect(FlowDefinition.safeParse({ ...ABANDONED_CHECKOUT, steps }).success).toBe(false);
  });

  test("refuses two steps with the same id", () => {
    const steps = ABANDONED_CHECKOUT.steps.map((step) => ({ ...step, stepId: "same" }));
    expect(FlowDefinition.safeParse({ ...ABANDONED_CHECKOUT, steps }).success).toBe(false);
  });
});
