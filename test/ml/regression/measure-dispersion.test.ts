import { expect, test } from "vitest";
import { measureDispersion } from "~/ml/regression/measure-dispersion";

test("counts vary more than independent ones where those of a cluster are alike", () => {
  const counts = (cluster: string, ...its: number[]) =>
    its.map((count) => ({ cluster, count, rate: 1, weight: 1 }));
  // Two clusters of three, 3 above and 3 below the expected 3.
  expect(measureDispersion([...counts("a", 2, 2, 2), ...counts("b", 0, 0, 0)])).toBe(18 / 6);
  expect(measureDispersion([...counts("a", 2, 0, 1), ...counts("b", 0, 2, 1)])).toBe(1);
  expect(measureDispersion([])).toBe(1);
});
