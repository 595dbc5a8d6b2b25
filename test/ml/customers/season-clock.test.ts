import fc from "fast-check";
import { expect, test } from "vitest";
import { createSeasonClock } from "~/ml/customers/season-clock";

const DAY_MS = 86_400_000;
const aSeason = fc.array(fc.double({ min: 0.1, max: 5, noNaN: true }), {
  minLength: 12,
  maxLength: 12,
});
const aDay = fc.integer({ min: 14_000, max: 24_000 });

test("a day counts as much as its calendar month's index", () => {
  fc.assert(
    fc.property(aSeason, aDay, fc.integer({ min: 1, max: 400 }), (season, fromDay, days) => {
      let sum = 0;
      for (let day = 0; day < days; day++) {
        sum += season[new Date((fromDay + day) * DAY_MS).getUTCMonth()]!;
      }
      expect(createSeasonClock(season, fromDay, 400).toSeasonal(days)).toBeCloseTo(sum, 8);
    }),
  );
});

test("calendar days are the inverse", () => {
  fc.assert(
    fc.property(
      aSeason,
      aDay,
      fc.double({ min: 0, max: 365, noNaN: true }),
      (season, fromDay, days) => {
        const clock = createSeasonClock(season, fromDay, 365);
        expect(clock.toCalendar(clock.toSeasonal(days))).toBeCloseTo(days, 8);
      },
    ),
  );
});

test("is the calendar where all months are alike", () => {
  const clock = createSeasonClock(new Float64Array(12).fill(1), 20_000, 90);
  for (const days of [0, 0.5, 31, 89.25, 90]) {
    expect(clock.toSeasonal(days)).toBe(days);
    expect(clock.toCalendar(days)).toBe(days);
  }
});
