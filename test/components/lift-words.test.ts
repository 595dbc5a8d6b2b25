import { expect, test } from "vitest";
import { liftWords } from "~/components/lift-words";

const measured = (low: number, high: number) =>
  liftWords({
    kind: "measured",
    treatedRate: 0.124,
    holdoutRate: 0.083,
    difference: (low + high) / 2,
    low,
    high,
  });

test("claims an effect only when the whole interval lies on one side", () => {
  expect(measured(0.011, 0.066)).toContain("between 1.1 and 6.6 more buyers per 100 people");
  expect(measured(-0.04, -0.01)).toContain("cost between 1.0 and 4.0 buyers per 100 people");
  expect(measured(-0.01, 0.05)).toContain("between 1.0 fewer and 5.0 more");
  expect(measured(-0.01, 0.05)).toContain("it may be chance");
});

test.each([
  [1, "about 1 more person"],
  [99, "about 99 more"],
  [101, "about 110 more"],
  [18_432, "about 19,000 more"],
])("rounds an estimate of %i people up to two digits", (peopleNeeded, words) => {
  expect(liftWords({ kind: "not_enough_data", peopleNeeded })).toContain(words);
});
