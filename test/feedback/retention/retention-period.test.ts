import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  endOfRetention,
  isShorter,
  nextRetentionRun,
  RetentionChoice,
  startOfHistory,
} from "~/feedback/retention/retention-period";

describe("startOfHistory", () => {
  test.each([
    ["2026-03-03T12:00:00Z", 25, "2024-02-03T12:00:00Z"],
    ["2026-03-31T12:00:00Z", 13, "2025-02-28T12:00:00Z"],
    ["2025-03-31T12:00:00Z", 13, "2024-02-29T12:00:00Z"],
    ["2026-01-15T00:00:00Z", 37, "2022-12-15T00:00:00Z"],
  ])("is whole months before %s", (now, months, start) => {
    expect(startOfHistory(new Date(now), months)).toEqual(new Date(start));
  });

  test("is at most what is old enough", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true }),
        fc.constantFrom(13, 25, 37),
        (at, months) => {
          const start = startOfHistory(endOfRetention(at, months), months);
          expect(start.getTime()).toBeLessThanOrEqual(at.getTime());
          expect(at.getTime() - start.getTime()).toBeLessThan(4 * 86_400_000);
        },
      ),
    );
  });
});

test("keeping everything is the longest period", () => {
  expect(isShorter(13, 25)).toBe(true);
  expect(isShorter(25, null)).toBe(true);
  expect(isShorter(null, 37)).toBe(false);
  expect(isShorter(25, 25)).toBe(false);
});

test("reads only the periods that it offers", () => {
  expect(["13", "everything", "12", ""].map((it) => RetentionChoice.safeParse(it).data)).toEqual([
    13,
    null,
    undefined,
    undefined,
  ]);
});

test("the runs of a thousand shops are spread over the day, each at its own time", () => {
  const after = new Date("2026-03-03T12:00:00Z");
  const runs = Array.from({ length: 1_000 }, (_, i) => nextRetentionRun(`shop-${i}`, after));
  for (const run of runs) {
    expect(run > after && run.getTime() - after.getTime() <= 86_400_000).toBe(true);
  }
  const hours = Map.groupBy(runs, (run) => run.getUTCHours());
  expect(hours.size).toBe(24);
  expect(Math.max(...[...hours.values()].map(({ length }) => length))).toBeLessThan(80);
  const [first = after] = runs;
  expect(nextRetentionRun("shop-0", first)).toEqual(new Date(first.getTime() + 86_400_000));
});
