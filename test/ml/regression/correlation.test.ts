import { expect, test } from "vitest";
import { correlationOf } from "~/ml/regression/correlation";

test("correlation is 1 or -1 on a line, and 0 where one side is constant", () => {
  expect(correlationOf([1, 2, 4], [3, 5, 9])).toBeCloseTo(1, 12);
  expect(correlationOf([1, 2, 4], [-3, -5, -9])).toBeCloseTo(-1, 12);
  expect(correlationOf([1, 2, 4], [7, 7, 7])).toBe(0);
  expect(correlationOf([1, 2, 3, 4], [1, 3, 2, 4])).toBeCloseTo(0.8, 12);
});
