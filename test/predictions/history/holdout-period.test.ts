import { expect, test } from "vitest";
import { findHoldoutPeriod } from "~/predictions/history/holdout-period";
import { daysAgo } from "../../support/builders";

const saved = (...rates: number[]) => rates.map((rate, n) => ({ at: daysAgo(100 - n), rate }));

test.each([
  ["no shares", [], null],
  ["never", [0, 0], null],
  ["saves of other settings", [0.1, 0.1], [100, 100, null]],
  ["another share since", [0, 0.1, 0.2], [99, 98, null]],
  ["a holdout that has ended", [0.1, 0.1, 0, 0], [100, 100, 98]],
  ["a holdout that began again", [0.1, 0, 0.1], [100, 98, null]],
] as const)("finds the latest period with one share: %s", (_what, rates, expected) => {
  const [first, since, until] = expected ?? [];
  expect(findHoldoutPeriod(saved(...rates))).toEqual(
    expected && {
      measuredSince: daysAgo(first!),
      since: daysAgo(since!),
      until: until === null ? null : daysAgo(until!),
    },
  );
});
