import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  AUTO_PAUSE_RATES,
  rateLevel,
  nextAutoPauseLevel,
  type FailureKind,
} from "~/delivery/auto-pause/auto-pause-rule";
import { warmUpLimit } from "~/delivery/auto-pause/warm-up";
import { daysAgo, NOW } from "../../support/builders";

describe("auto-pause", () => {
  test.each<[FailureKind, number, number, string]>([
    ["complaint", 1_000, 0, "ok"],
    ["complaint", 2_000, 1, "ok"],
    ["complaint", 1_000, 1, "warn"],
    ["complaint", 1_000, 3, "stop"],
    ["complaint", 199, 199, "ok"],
    ["complaint", 200, 1, "stop"],
    ["hard_bounce", 1_000, 19, "ok"],
    ["hard_bounce", 1_000, 20, "warn"],
    ["hard_bounce", 1_000, 49, "warn"],
    ["hard_bounce", 1_000, 50, "stop"],
  ])("%s: of %i emails %i failed: %s", (kind, sent, failures, level) => {
    expect(rateLevel(kind, { sent, failures })).toBe(level);
  });

  test("never becomes more lenient with more failures, and never judges fewer than 200 emails", () => {
    const rank = { ok: 0, warn: 1, stop: 2 };
    const kinds = fc.constantFrom(...(Object.keys(AUTO_PAUSE_RATES) as FailureKind[]));
    fc.assert(
      fc.property(kinds, fc.nat(100_000), fc.nat(5_000), (kind, sent, failures) => {
        const level = rateLevel(kind, { sent, failures });
        const worse = rateLevel(kind, { sent, failures: failures + 1 });
        expect(rank[worse]).toBeGreaterThanOrEqual(rank[level]);
        if (sent < 200) expect(level).toBe("ok");
      }),
    );
  });

  test("stays stopped however well later emails do", () => {
    expect(nextAutoPauseLevel("stop", "complaint", { sent: 1_000, failures: 0 })).toBe("stop");
    expect(nextAutoPauseLevel("warn", "complaint", { sent: 1_000, failures: 0 })).toBe("ok");
  });
});

test("a new domain may send 200, 500, 1,000, 2,000, 5,000 and then twice as many a day, for two weeks", () => {
  const limits = Array.from({ length: 15 }, (_, day) => warmUpLimit(daysAgo(day), NOW));
  expect(limits.slice(0, 8)).toEqual([200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 40_000]);
  expect(limits.slice(-2)).toEqual([2_560_000, null]);
});
