import { describe, expect, test } from "vitest";
import { FlowDefinition } from "~/flows/definition/flow";
import { listExitConditions, sendsToBuyers } from "~/flows/definition/exit-conditions-by-trigger";
import { TRIGGER_KINDS } from "~/flows/definition/trigger-field";
import { buildNewFlow } from "~/flows/library/build-new-flow";
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

describe("a new flow", () => {
  test.each(TRIGGER_KINDS)("for %s is valid and has one email to write", (trigger) => {
    const flow = buildNewFlow({
      key: "own-1",
      name: "Mine",
      trigger,
      segmentId: "s1",
      eventName: "review_submitted",
    });
    expect(FlowDefinition.parse(flow)).toEqual(flow);
    expect(flow.trigger.kind).toBe(trigger);
    expect(listExitConditions(trigger)).toEqual(expect.arrayContaining([...flow.exits]));
    expect(sendsToBuyers(trigger, flow.exits)).toBe(false);
    const emails = flow.steps.filter(({ kind }) => kind === "send");
    expect(emails).toMatchObject([{ stepId: "email-1", templateId: "own-1/email-1" }]);
    expect(flow.steps.at(-1)).toBe(emails[0]);
  });

  test("waits first as the prebuilt flow with its trigger does", () => {
    const firstOf = (trigger: (typeof TRIGGER_KINDS)[number]) =>
      buildNewFlow({ key: "own-1", name: "Mine", trigger, segmentId: "", eventName: "" }).steps[0];
    expect(firstOf("order_paid")).toMatchObject({ for: { count: 1, unit: "days" } });
    expect(firstOf("anniversary")).toMatchObject({ kind: "wait_until" });
    // The trigger is the wait.
    expect(firstOf("checkout_idle")).toMatchObject({ kind: "send", exemptFromHourCap: true });
  });
});

describe("an abandonment flow", () => {
  test.each([
    ["abandoned-checkout", 60],
    ["abandoned-cart", 60],
    ["browse-abandonment", 60],
  ])("%s says its first wait once, in the trigger", (key, idleMinutes) => {
    const { trigger, steps } = FLOW_LIBRARY.find((flow) => flow.key === key)!;
    expect(trigger).toMatchObject({ idleMinutes });
    expect(steps[0]?.kind).not.toBe("wait");
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
