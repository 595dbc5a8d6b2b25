import { expect, test } from "vitest";
import { atLeast, atMost, between, exactly } from "../../../scripts/bench/learning/goal";

test.each([
  [atLeast(0.09), 0.09, true],
  [atLeast(0.09), 0.0899, false],
  [atMost(4, "s"), 4, true],
  [atMost(4, "s"), 4.001, false],
  [between(0.77, 0.83), 0.77, true],
  [between(0.77, 0.83), 0.8301, false],
  [between(0.77, 0.83), 0.7699, false],
  [exactly(333), 333, true],
  [exactly(333), 334, false],
  [exactly("response"), "uplift", false],
])("the goal $text is met by %s: %s", (goal, measured, isMet) => {
  expect(goal.isMet(measured)).toBe(isMet);
});

test("a value that is not a number meets no bound", () => {
  expect(atLeast(0).isMet(NaN)).toBe(false);
  expect(atMost(0).isMet(NaN)).toBe(false);
});
