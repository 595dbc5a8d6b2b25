import { expect, test } from "vitest";
import {
  criticalValues,
  powerSpending,
  obrienFlemingSpending,
} from "~/ml/experiments/group-sequential";
import { normalTail } from "~/ml/numerics/normal-distribution";
import { createRandomNumbers } from "~/ml/numerics/random";
import { drawNormal } from "~/ml/numerics/random-draws";

const SPENDING = powerSpending(0.05, 4);
const equalLooks = (count: number) => Array.from({ length: count }, (_, i) => (i + 1) / count);

// Two-sided 5%, O'Brien-Fleming-type spending, equally spaced looks: the values that Lan and DeMets's program,
// R's ldbounds and SAS's SEQDESIGN print.
test.each([
  [1, [1.95996]],
  [2, [2.9626, 1.9686]],
  [3, [3.7103, 2.5114, 1.993]],
  [4, [4.3326, 2.9631, 2.359, 2.0141]],
  [5, [4.8769, 3.3569, 2.6803, 2.2898, 2.031]],
])("gives the published O'Brien-Fleming-type bounds of %i looks", (looks, published) => {
  const found = criticalValues(equalLooks(looks), obrienFlemingSpending(0.05));
  found.forEach((value, i) => expect(value).toBeCloseTo(published[i]!, 3));
});

test("the first look spends what the function allows, however early", () => {
  for (const fraction of [0.01, 0.1, 0.7]) {
    const [value] = criticalValues([fraction], SPENDING);
    expect(2 * normalTail(value!)).toBeCloseTo(0.05 * fraction ** 4, 8);
  }
});

test("the planned information spends all, and more information nothing", () => {
  expect(SPENDING(1)).toBe(0.05);
  expect(SPENDING(1.4)).toBe(0.05);
  expect(obrienFlemingSpending(0.05)(1.4)).toBeCloseTo(0.05, 9);
});

test("at the planned end of a hundred looks an interval is at most 1.1 times that of a single look", () => {
  const end = criticalValues(equalLooks(100), SPENDING).at(-1)!;
  expect(end / 1.959964).toBeGreaterThan(1);
  expect(end / 1.959964).toBeLessThanOrEqual(1.1);
});

test("paths without an effect leave the bounds of uneven looks as often as was spent", () => {
  const fractions = [0.02, 0.05, 0.06, 0.2, 0.35, 0.36, 0.7, 0.9, 1];
  const values = criticalValues(fractions, SPENDING);
  const random = createRandomNumbers(7);
  const paths = 40_000;
  let left = 0;
  for (let path = 0; path < paths; path++) {
    let at = 0;
    const isOut = fractions.some((fraction, look) => {
      at += Math.sqrt(fraction - (fractions[look - 1] ?? 0)) * drawNormal(random);
      return Math.abs(at) > values[look]! * Math.sqrt(fraction);
    });
    if (isOut) left++;
  }
  // Four standard errors of the share.
  expect(Math.abs(left / paths - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / paths));
});
