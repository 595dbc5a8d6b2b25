import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRateLimit } from "~/lib/rate-limit";

describe("a rate limit", () => {
  test("allows a burst, then a fixed number per second", () => {
    const isAllowed = createRateLimit({ perSecond: 2, burst: 3 });
    const at = (ms: number) => isAllowed("a", ms);
    expect([0, 0, 0, 0].map(at)).toEqual([true, true, true, false]);
    expect([499, 500, 500, 1_000].map(at)).toEqual([false, true, false, true]);
  });

  test("stores distinct values separately", () => {
    const isAllowed = createRateLimit({ perSecond: 1, burst: 1 });
    expect([isAllowed("a", 0), isAllowed("a", 0), isAllowed("b", 0)]).toEqual([true, false, true]);
  });

  test("never allows more than the burst and the refill since", () => {
    const waits = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(waits, (waitsMs) => {
        const isAllowed = createRateLimit({ perSecond: 10, burst: 5 });
        let nowMs = 0;
        let count = 0;
        for (const waitMs of waitsMs) {
          nowMs += waitMs;
          if (isAllowed("a", nowMs)) count += 1;
        }
        expect(count).toBeLessThanOrEqual(5 + Math.floor(nowMs / 100));
      }),
    );
  });
});
