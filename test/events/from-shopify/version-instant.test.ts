import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { versionInstant } from "~/events/from-shopify/version-instant";
import { instantInSecond, SECOND } from "./one-second";

describe("the version of an object", () => {
  test.each([
    ["inside its second", 430, 430],
    ["as the second begins", 0, 0],
    ["in the second's last millisecond", 999, 999],
    ["after its second", 1_000, 999],
    ["hours after it", 3_600_000, 999],
    ["before its second, by another clock", -1, 0],
  ])("a trigger time %s decides the order within the second", (_what, triggeredMs, versionMs) => {
    expect(versionInstant(SECOND, instantInSecond(triggeredMs))).toEqual(
      instantInSecond(versionMs),
    );
  });

  test("is the start of the second without a trigger time", () => {
    expect(versionInstant(SECOND, null)).toEqual(SECOND);
  });

  test("with milliseconds is unchanged", () => {
    expect(versionInstant(instantInSecond(120), instantInSecond(430))).toEqual(
      instantInSecond(120),
    );
  });

  const seconds = fc.integer({ min: 0, max: 3 });
  const ms = fc.integer({ min: -1_500, max: 5_500 });

  test("is never earlier than that of an earlier second or trigger", () => {
    fc.assert(
      fc.property(seconds, ms, seconds, ms, (second, at, otherSecond, otherAt) => {
        const [earlier, later] = [[second, at] as const, [otherSecond, otherAt] as const].toSorted(
          (a, b) => a[0] - b[0] || a[1] - b[1],
        );
        const instant = ([s, triggered]: readonly [number, number]) =>
          versionInstant(instantInSecond(s * 1_000), instantInSecond(triggered)).getTime();
        expect(instant(earlier!)).toBeLessThanOrEqual(instant(later!));
      }),
    );
  });

  test("stays within the second of its object", () => {
    fc.assert(
      fc.property(ms, (at) => {
        const version = versionInstant(SECOND, instantInSecond(at)).getTime();
        expect(Math.floor(version / 1_000)).toBe(SECOND.getTime() / 1_000);
      }),
    );
  });
});
