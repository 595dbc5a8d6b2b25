import { describe, expect, test } from "vitest";
import { costOfLostSubscriber } from "~/experiments/policy/lost-subscriber";

describe("costOfLostSubscriber", () => {
  const facts = { netPerEmail: 10, emailsPer28Days: 4 };

  test("is what a subscriber earns until they leave anyway", () => {
    // One in 25 leaves in 28 days.
    expect(costOfLostSubscriber({ ...facts, lossRate: 0.01 })).toBeCloseTo(10 * 4 * 25, 9);
  });

  test("counts 3 to 26 periods, and nothing if emails lose money", () => {
    expect(costOfLostSubscriber({ ...facts, lossRate: 0.5 })).toBe(120);
    expect(costOfLostSubscriber({ ...facts, lossRate: 0 })).toBe(1_040);
    expect(costOfLostSubscriber({ ...facts, netPerEmail: -1, lossRate: 0.01 })).toBe(0);
  });
});
