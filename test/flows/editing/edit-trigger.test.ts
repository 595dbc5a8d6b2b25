import { describe, expect, test } from "vitest";
import { FLOW_LIBRARY } from "~/flows/library/library";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";
import type { FlowDefinition } from "~/flows/definition/flow";
import { listExitConditions, sendsToBuyers } from "~/flows/definition/exit-conditions-by-trigger";
import { listInterchangeableTriggers, getDefaultTrigger } from "~/flows/definition/default-trigger";
import { buildNewFlow } from "~/flows/library/build-new-flow";
import { editFlow, type FlowEdit } from "~/flows/editing/edit-flow";
import { editOf } from "~/flows/editing/flow-edit";
import { withTriggerKind } from "~/flows/editing/trigger-edit";

const flowOf = (key: string) => FLOW_LIBRARY.find((flow) => flow.key === key)!;
const edited = (flow: FlowDefinition, change: (form: FlowEdit) => Partial<FlowEdit>) => {
  const form = editOf(flow, 1);
  return editFlow(flow, { ...form, ...change(form) });
};

describe("the trigger of a flow", () => {
  test("may be replaced by another trigger of the same type, with its own settings", () => {
    const winBack = flowOf("win-back");
    const outcome = edited(winBack, ({ trigger }) => {
      const next = withTriggerKind(trigger, "top_customer", winBack.trigger);
      return { trigger: { ...next, values: { topShare: "10" } } };
    });
    expect(outcome).toMatchObject({
      kind: "edited",
      definition: { trigger: { kind: "top_customer", topShare: 0.1 }, steps: winBack.steps },
    });
  });

  test("by a custom event asks for valid names, and for a number to compare with", () => {
    const flow = buildNewFlow({
      ...{ key: "own-1", name: "Reviews", trigger: "custom_event" as const },
      ...{ segmentId: "", eventName: "review_submitted" },
    });
    const withValues = (values: Record<string, string>) =>
      edited(flow, ({ trigger }) => ({
        trigger: { ...trigger, values: { ...trigger.values, ...values } },
      }));
    const filter = { property: "rating", comparison: "at_least", value: "4" };
    expect(withValues(filter)).toMatchObject({
      kind: "edited",
      definition: { trigger: { eventName: "review_submitted", ...filter } },
    });
    expect(withValues({ ...filter, value: "four" })).toEqual({
      kind: "refused",
      problems: { "trigger.value": { code: "not_a_number" } },
    });
    expect(withValues({ eventName: "Review", property: "a b", comparison: "like" })).toEqual({
      kind: "refused",
      problems: {
        "trigger.eventName": { code: "custom_name", max: 64 },
        "trigger.property": { code: "custom_name_or_blank", max: 64 },
        "trigger.comparison": { code: "option" },
      },
    });
  });

  test("asks for the segment that it is about", () => {
    const welcome = flowOf("welcome");
    const joins = (segmentId: string) =>
      edited(welcome, ({ trigger }) => ({
        trigger: { ...withTriggerKind(trigger, "segment_joined", welcome.trigger), segmentId },
      }));
    expect(joins("")).toEqual({
      kind: "refused",
      problems: { "trigger.segmentId": { code: "segment" } },
    });
    expect(joins("s1")).toMatchObject({
      kind: "edited",
      definition: { trigger: { kind: "segment_joined", segmentId: "s1" } },
    });
  });

  test("is never one that contradicts the flow's emails", () => {
    const outcome = edited(ABANDONED_CHECKOUT, ({ trigger }) => ({
      trigger: { ...trigger, kind: "order_paid", values: {} },
    }));
    expect(outcome).toEqual({
      kind: "refused",
      problems: { "trigger.kind": { code: "option" } },
    });
  });

  test("saves each of its numbers, and reports the bounds of each invalid one", () => {
    const change = (values: Record<string, string>) =>
      edited(flowOf("price-drop"), ({ trigger }) => ({
        trigger: { ...trigger, values: { ...trigger.values, ...values } },
      }));
    expect(change({ minDropRate: "12,5", seenWithinDays: "60", settleMinutes: "0" })).toMatchObject(
      { definition: { trigger: { minDropRate: 0.125, seenWithinDays: 60, settleMinutes: 0 } } },
    );
    expect(change({ minDropRate: "95", seenWithinDays: "often" })).toEqual({
      kind: "refused",
      problems: {
        "trigger.minDropRate": { code: "percentage", min: 1, max: 90 },
        "trigger.seenWithinDays": { code: "whole_number", min: 1, max: 90 },
      },
    });
  });

  test.each([...new Set(FLOW_LIBRARY.map(({ trigger }) => trigger.kind))])(
    "that replaces another is as %s in the library, or cannot replace any",
    (kind) => {
      const ready = FLOW_LIBRARY.flatMap(({ trigger }) => (trigger.kind === kind ? trigger : []));
      const usual = getDefaultTrigger(kind);
      if (usual === null) expect(listInterchangeableTriggers(kind)).toEqual([kind]);
      else expect(ready).toContainEqual(usual);
    },
  );
});

describe("the exit conditions of a flow", () => {
  test("are those that the merchant chose", () => {
    const outcome = edited(ABANDONED_CHECKOUT, () => ({ exits: ["came_back", "order_placed"] }));
    expect(outcome).toMatchObject({ definition: { exits: ["came_back", "order_placed"] } });
    expect(edited(ABANDONED_CHECKOUT, () => ({ exits: [] }))).toMatchObject({
      definition: { exits: [] },
    });
  });

  test("exclude conditions that could never apply to the flow", () => {
    const outcome = edited(ABANDONED_CHECKOUT, () => ({ exits: ["price_back_up"] }));
    expect(outcome.kind === "refused" && Object.keys(outcome.problems)).toEqual(["exits"]);
  });

  test.each(FLOW_LIBRARY.map((flow) => [flow.name, flow] as const))(
    "of %s are offered, and exclude buyers from the next email",
    (_name, { trigger, exits }) => {
      expect(listExitConditions(trigger.kind)).toEqual(expect.arrayContaining([...exits]));
      expect(sendsToBuyers(trigger.kind, exits)).toBe(false);
    },
  );

  test("warn that a flow emails buyers when no exit condition covers them", () => {
    expect(sendsToBuyers("cart_idle", ["cart_emptied", "came_back"])).toBe(true);
    expect(sendsToBuyers("consent_given", [])).toBe(false);
  });
});
