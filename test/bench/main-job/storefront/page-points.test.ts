import fc from "fast-check";
import { expect, test } from "vitest";
import { pagePoints } from "../../../../scripts/bench/main-job/storefront/page-points";

const FAST = { firstPaintMs: 0, largestPaintMs: 0, blockedMs: 0, layoutShift: 0 };
const GOOD = { firstPaintMs: 1_800, largestPaintMs: 2_500, blockedMs: 200, layoutShift: 0.1 };
const MIDDLING = { firstPaintMs: 3_000, largestPaintMs: 4_000, blockedMs: 600, layoutShift: 0.25 };

test("a page gets 90 and 50 points at Lighthouse's reference values, and 100 at zero", () => {
  expect(pagePoints(FAST)).toBe(100);
  expect(pagePoints(GOOD)).toBeCloseTo(90, 3);
  expect(pagePoints(MIDDLING)).toBeCloseTo(50, 3);
});

test("a page that is slower in any metric gets no more points", () => {
  const share = fc.double({ min: 0, max: 4, noNaN: true });
  const figures = fc.record({
    firstPaintMs: share.map((it) => it * 3_000),
    largestPaintMs: share.map((it) => it * 4_000),
    blockedMs: share.map((it) => it * 600),
    layoutShift: share.map((it) => it * 0.25),
  });
  fc.assert(
    fc.property(
      figures,
      fc.constantFrom(...(Object.keys(FAST) as (keyof typeof FAST)[])),
      (it, name) => {
        const slower = { ...it, [name]: it[name] * 1.5 + 0.01 };
        expect(pagePoints(slower)).toBeLessThanOrEqual(pagePoints(it) + 1e-4);
      },
    ),
  );
});
