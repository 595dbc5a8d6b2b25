import { describe, expect, test } from "vitest";
import { meetsCondition } from "~/flows/rules/meets-condition";
import { FlowDefinition } from "~/flows/definition/flow";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";
import { planStep } from "~/flows/rules/plan-step";
import { NOW } from "../../support/builders";
import { aDueEnrollment, profileFacts, enrollmentFacts } from "../../support/enrollment-builders";

const FLOW = FlowDefinition.parse({
  ...ABANDONED_CHECKOUT,
  steps: [
    { kind: "set_property", stepId: "note-1", name: "Kind", value: "Collector" },
    { kind: "tag", stepId: "tag-1", change: "add", tag: "collector" },
    { kind: "notify", stepId: "notify-1", note: "A collector left a checkout" },
    { kind: "webhook", stepId: "hook-1", url: "https://hooks.example.com/kindred" },
  ],
});

describe("steps with actions other than email", () => {
  test("are executed in order in one pass, then the enrollment completes", () => {
    const commands = planStep(FLOW, aDueEnrollment({ stepId: "note-1" }), enrollmentFacts(), NOW);
    expect(commands).toEqual([
      { kind: "set_property", name: "Kind", value: "Collector" },
      { kind: "act", action: FLOW.steps[1] },
      { kind: "act", action: FLOW.steps[2] },
      { kind: "act", action: FLOW.steps[3] },
      { kind: "complete" },
    ]);
  });

  test("do nothing for the holdout", () => {
    const enrollment = aDueEnrollment({ stepId: "note-1", variant: "holdout" });
    expect(planStep(FLOW, enrollment, enrollmentFacts(), NOW)).toEqual([{ kind: "complete" }]);
  });

  test("refuse a tag with a comma, an empty note and a private address", () => {
    const withStep = (step: object) =>
      FlowDefinition.safeParse({ ...FLOW, steps: [{ stepId: "x", ...step }] }).success;
    expect(withStep({ kind: "tag", change: "add", tag: "a, b" })).toBe(false);
    expect(withStep({ kind: "notify", note: "  " })).toBe(false);
    expect(withStep({ kind: "webhook", url: "https://10.0.0.1/x" })).toBe(false);
    expect(withStep({ kind: "set_property", name: "a/b", value: "x" })).toBe(false);
  });
});

test("has_property compares a property's name and value", () => {
  const facts = enrollmentFacts({
    profile: profileFacts({ properties: new Map([["Kind", "Collector"]]) }),
  });
  const asks = (name: string, value: string) =>
    meetsCondition({ kind: "has_property", name, value }, facts, NOW);
  expect(asks("Kind", "Collector")).toBe(true);
  expect(asks("Kind", "Trader")).toBe(false);
  expect(asks("Color", "Collector")).toBe(false);
});
