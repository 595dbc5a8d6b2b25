import { describe, expect, test } from "vitest";
import { FLOW_LIBRARY } from "~/flows/library/library";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";
import { FlowDefinition } from "~/flows/definition/flow";
import type { DiscountEdit } from "~/flows/editing/discount-edit";
import { newStep } from "~/flows/editing/new-step";
import { editFlow, type FlowEdit } from "~/flows/editing/edit-flow";
import { editOf } from "~/flows/editing/flow-edit";
import { EXAMPLES } from "./some-steps";

const edit = (change: Partial<FlowEdit>): FlowEdit => ({
  ...editOf(ABANDONED_CHECKOUT, 1),
  ...change,
});

const idleFor = (idleMinutes: string): FlowEdit["trigger"] => {
  const { trigger } = editOf(ABANDONED_CHECKOUT, 1);
  return { ...trigger, values: { idleMinutes } };
};

const changeStep = (stepId: string, change: Record<string, unknown>): FlowEdit =>
  edit({
    steps: editOf(ABANDONED_CHECKOUT, 1).steps.map((step) =>
      step.stepId === stepId ? { ...step, ...change } : step,
    ),
  });

describe("editFlow", () => {
  test("gives an email another discount, or none", () => {
    const couponOf = (coupon: DiscountEdit | null) => {
      const outcome = editFlow(ABANDONED_CHECKOUT, changeStep("email-2", { coupon }));
      const step =
        outcome.kind === "edited" &&
        outcome.definition.steps.find(({ stepId }) => stepId === "email-2");
      return step && step.kind === "send" ? step.coupon : "not edited";
    };
    expect(couponOf({ percentOff: "15", validDays: "3" })).toEqual({
      percentOff: 15,
      validDays: 3,
    });
    expect(couponOf(null)).toBeNull();
  });

  test("refuses a discount of everything or nothing, or one that never ends, next to its field", () => {
    const problemsWith = (changed: Partial<DiscountEdit>) => {
      const coupon = { percentOff: "15", validDays: "3", ...changed };
      const outcome = editFlow(ABANDONED_CHECKOUT, changeStep("email-2", { coupon }));
      return outcome.kind === "refused" ? outcome.problems : {};
    };
    expect(problemsWith({})).toEqual({});
    for (const percentOff of ["0", "91", "100", "12.5", "-5", ""]) {
      expect(problemsWith({ percentOff })).toEqual({
        "email-2.percentOff": { code: "whole_number", min: 1, max: 90 },
      });
    }
    expect(problemsWith({ validDays: "1000" })).toEqual({
      "email-2.validDays": { code: "whole_number", min: 1, max: 90 },
    });
  });

  test.each(FLOW_LIBRARY.map((flow) => [flow.name, flow] as const))(
    "changes nothing in %s when the form was not changed",
    (_name, flow) => {
      expect(editFlow(flow, editOf(flow, 3))).toEqual({ kind: "edited", definition: flow });
    },
  );

  test("names a new email after the flow, and makes it editable under that name", () => {
    const form = editOf(ABANDONED_CHECKOUT, 1);
    const added = newStep("send", "send-1", EXAMPLES);
    const outcome = editFlow(ABANDONED_CHECKOUT, { ...form, steps: [...form.steps, added] });
    if (outcome.kind !== "edited") throw new Error(JSON.stringify(outcome));
    expect(outcome.definition.steps.at(-1)).toMatchObject({
      kind: "send",
      templateId: "abandoned-checkout/send-1",
    });
  });

  test("saves re-entry, priority, repeat period, settling time and exemption", () => {
    const outcome = editFlow(ABANDONED_CHECKOUT, {
      ...changeStep("email-2", { settleMinutes: "45", exemptFromHourCap: false }),
      ...{ reentryDays: "14", repeatDays: "0", priority: "70" },
    });
    if (outcome.kind !== "edited") throw new Error(JSON.stringify(outcome));
    expect(outcome.definition).toMatchObject({ reentryDays: 14, repeatDays: 0, priority: 70 });
    expect(outcome.definition.steps.find(({ stepId }) => stepId === "email-2")).toMatchObject({
      settleMinutes: 45,
      exemptFromHourCap: false,
    });
    const emptied = editFlow(ABANDONED_CHECKOUT, edit({ reentryDays: "", repeatDays: " " }));
    expect(emptied).toMatchObject({ definition: { reentryDays: null, repeatDays: null } });
  });

  test("saves a wait, an audience and a holdout", () => {
    const outcome = editFlow(ABANDONED_CHECKOUT, {
      ...changeStep("email-2", { audience: "all_customers" }),
      trigger: idleFor("90"),
      holdoutPercent: "7.5",
    });
    if (outcome.kind !== "edited") throw new Error(JSON.stringify(outcome));
    expect(outcome.definition.trigger).toMatchObject({ idleMinutes: 90 });
    expect(outcome.definition.holdoutRate).toBeCloseTo(0.075, 12);
    expect(outcome.definition.steps.find(({ stepId }) => stepId === "email-2")).toMatchObject({
      audience: "all_customers",
    });
  });

  test.each([
    ["a wait of nothing", changeStep("wait-2", { count: "0" }), "wait-2.count"],
    ["a wait in words", changeStep("wait-2", { count: "a day" }), "wait-2.count"],
    ["a wait of years", changeStep("wait-2", { count: "900", unit: "days" }), "wait-2.count"],
    ["a holdout of most people", edit({ holdoutPercent: "80" }), "holdoutPercent"],
    ["a re-entry at once", edit({ reentryDays: "0" }), "reentryDays"],
    ["a period in words", edit({ repeatDays: "monthly" }), "repeatDays"],
    ["a period of years", edit({ repeatDays: "366" }), "repeatDays"],
    ["a priority above all", edit({ priority: "101" }), "priority"],
    ["a priority of nothing", edit({ priority: "" }), "priority"],
    [
      "a settling time of two days",
      changeStep("email-1", { settleMinutes: "2880" }),
      "email-1.settleMinutes",
    ],
    ["a trigger that fires at once", edit({ trigger: idleFor("1") }), "trigger.idleMinutes"],
  ])("refuses %s next to its field", (_what, refused, field) => {
    const outcome = editFlow(ABANDONED_CHECKOUT, refused);
    expect(outcome.kind).toBe("refused");
    expect(outcome.kind === "refused" && Object.keys(outcome.problems)).toEqual([field]);
  });

  test("adds a condition, and keeps those that the form cannot show", () => {
    const rule = { kind: "any", of: [{ kind: "has_address" }] };
    const flow = FlowDefinition.parse({
      ...ABANDONED_CHECKOUT,
      filter: [
        { kind: "no_order_for", days: 9 },
        { kind: "meets_rule", rule },
      ],
    });
    const form = editOf(flow, 1);
    const total = { saved: null, condition: { kind: "total_at_least", minMinor: 50_00 } } as const;
    const outcome = editFlow(flow, {
      ...form,
      segmentId: "s1",
      conditions: [...form.conditions.slice(1), total],
    });
    expect(outcome.kind === "edited" && outcome.definition.filter).toMatchObject([
      { kind: "meets_rule", rule },
      { kind: "total_at_least", minMinor: 50_00 },
      { kind: "meets_rule", rule: { of: [{ kind: "segment", segmentId: "s1" }] } },
    ]);
    const none = { saved: null, condition: { kind: "total_at_least", minMinor: 0 } } as const;
    const refused = editFlow(flow, { ...form, conditions: [none] });
    expect(refused.kind === "refused" && Object.keys(refused.problems)).toEqual(["conditions.0"]);
  });

  test("reports every problem at once", () => {
    const outcome = editFlow(ABANDONED_CHECKOUT, {
      ...changeStep("wait-2", { count: "0" }),
      trigger: idleFor(""),
    });
    expect(outcome.kind === "refused" && Object.keys(outcome.problems).sort()).toEqual([
      "trigger.idleMinutes",
      "wait-2.count",
    ]);
  });

  test("saves the form's steps in order, and new ones with defaults", () => {
    const [, , wait, email] = editOf(ABANDONED_CHECKOUT, 1).steps;
    const outcome = editFlow(ABANDONED_CHECKOUT, {
      ...edit({}),
      steps: [
        wait!,
        { ...newStep("send", "send-new", EXAMPLES), next: "" } as never,
        { ...email!, next: "" } as never,
      ],
    });
    if (outcome.kind !== "edited") throw new Error(JSON.stringify(outcome));
    expect(outcome.definition.steps).toMatchObject([
      { kind: "wait", stepId: "wait-2", next: "email-2" },
      { kind: "send", stepId: "send-new", templateId: "abandoned-checkout/send-new", next: null },
      { kind: "send", stepId: "email-2" },
    ]);
    expect(outcome.definition.steps[2]).not.toHaveProperty("next");
  });

  test("refuses steps that lead backward, lead nowhere or share an id", () => {
    const { steps: saved } = editOf(ABANDONED_CHECKOUT, 1);
    const refused = (...steps: FlowEdit["steps"]) => {
      const outcome = editFlow(ABANDONED_CHECKOUT, { ...edit({}), steps });
      return outcome.kind === "refused" && Object.keys(outcome.problems);
    };
    const leading = (next: string) =>
      saved.map((it) => (it.stepId === "email-2" ? ({ ...it, next } as never) : it));
    expect(refused(...leading("wait-2"))).toEqual(["steps"]);
    expect(refused(...leading("none"))).toEqual(["steps"]);
    expect(refused(saved[0]!, saved[0]!)).toEqual(["steps"]);
  });

  test("shows a split's condition, and keeps one that the form cannot show", () => {
    const rule = { kind: "any", of: [{ kind: "has_address" }, { kind: "has_address" }] };
    const flow = FlowDefinition.parse({
      ...ABANDONED_CHECKOUT,
      steps: [
        {
          ...{ kind: "split", stepId: "split-1", whenTrue: null, whenFalse: null },
          condition: { kind: "meets_rule", rule },
        },
      ],
    });
    const form = editOf(flow, 1);
    expect(form.steps).toMatchObject([{ condition: { kind: "kept" } }]);
    expect(editFlow(flow, form)).toEqual({ kind: "edited", definition: flow });

    const asking = (condition: object) =>
      editFlow(flow, { ...form, steps: [{ ...form.steps[0]!, condition } as never] });
    expect(asking({ kind: "valuable", percent: "12,5" })).toMatchObject({
      definition: { steps: [{ condition: { kind: "valuable", topShare: 0.125 } }] },
    });
    for (const wrong of [
      { kind: "valuable", percent: "a lot" },
      { kind: "order_count", min: "", max: "" },
      { kind: "in_segment", segmentId: "" },
    ]) {
      expect(asking(wrong)).toEqual({
        kind: "refused",
        problems: { "split-1.condition": { code: "incomplete" } },
      });
    }
  });

  test("refuses paths whose shares do not add up to 100%", () => {
    const paths = (...percents: string[]) =>
      editFlow(ABANDONED_CHECKOUT, {
        ...edit({}),
        steps: [
          {
            ...{ kind: "random_split", stepId: "lot-1" },
            paths: percents.map((percent, i) => ({ name: `P${i}`, percent, to: "" })),
          },
        ],
      }).kind;
    expect(paths("50", "50")).toBe("edited");
    expect(paths("33.33", "33.33", "33.34")).toBe("edited");
    expect(paths("60", "50")).toBe("refused");
    expect(paths("100")).toBe("refused");
    expect(paths("x", "50")).toBe("refused");
  });
});
