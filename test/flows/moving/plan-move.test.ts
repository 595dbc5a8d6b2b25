import { describe, expect, test } from "vitest";
import { countMove, planMove } from "~/flows/moving/plan-move";
import { FlowDefinition } from "~/flows/definition/flow";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";

const withSteps = (...stepIds: string[]) =>
  FlowDefinition.parse({
    ...ABANDONED_CHECKOUT,
    steps: stepIds.map((stepId) => ({ kind: "notify", stepId, note: stepId })),
  });

describe("an enrollment that moves to another version", () => {
  test("continues at its next step, wherever that step is now", () => {
    const move = planMove(withSteps("a", "b", "c"), withSteps("c", "new", "a", "b"));
    expect([...move]).toEqual([
      ["a", "a"],
      ["b", "b"],
      ["c", "c"],
    ]);
  });

  test("continues at the next remaining step when its own was removed", () => {
    const move = planMove(withSteps("a", "b", "c", "d"), withSteps("a", "d"));
    expect(move.get("b")).toBe("d");
    expect(move.get("c")).toBe("d");
  });

  test("ends when no step remains", () => {
    expect(planMove(withSteps("a", "b"), withSteps("a", "new")).get("b")).toBeNull();
  });
});

test("countMove predicts the effect of a move", () => {
  const moves = new Map([
    [1, planMove(withSteps("a", "b", "c"), withSteps("a", "c"))],
    [2, planMove(withSteps("a", "x"), withSteps("a", "c"))],
  ]);
  const standing = [
    { stepId: "a", version: 1, count: 5 },
    { stepId: "b", version: 1, count: 3 },
    { stepId: "x", version: 2, count: 2 },
    { stepId: "gone", version: 2, count: 1 },
  ];
  expect(countMove(standing, (version) => moves.get(version) ?? new Map())).toEqual({
    people: 11,
    further: 3,
    ending: 3,
  });
});
