import { describe, expect, test } from "vitest";
import { countMove, planMove } from "~/flows/moving/plan-move";
import { FlowDefinition } from "~/flows/flow";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";

const withSteps = (...stepIds: string[]) =>
  FlowDefinition.parse({
    ...ABANDONED_CHECKOUT,
    steps: stepIds.map((stepId) => ({ kind: "notify", stepId, note: stepId })),
  });

describe("a run that is moved to another version", () => {
  test("goes on at the step before which it stands, wherever that is now", () => {
    const move = planMove(withSteps("a", "b", "c"), withSteps("c", "new", "a", "b"));
    expect([...move]).toEqual([
      ["a", "a"],
      ["b", "b"],
      ["c", "c"],
    ]);
  });

  test("goes on at the next one that is left where its own is no more", () => {
    const move = planMove(withSteps("a", "b", "c", "d"), withSteps("a", "d"));
    expect(move.get("b")).toBe("d");
    expect(move.get("c")).toBe("d");
  });

  test("ends where nothing is left for it", () => {
    expect(planMove(withSteps("a", "b"), withSteps("a", "new")).get("b")).toBeNull();
  });
});

test("what a move will do is counted before it is done", () => {
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
